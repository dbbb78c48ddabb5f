// A sign-in server in the shape of Microsoft's, on oidc-provider. Usage: node entra.mjs PORT CERTIFICATE KEY APP-KEY
// Devices, browsers, refresh tokens that rotate, and an app with a certificate (its public key is APP-KEY, a JWK).
// /_test/approve and /_test/refuse stand for the person who types a code; in a browser ana@ agrees and no@ does not.
import fs from 'node:fs';
import https from 'node:https';
import { Provider } from 'oidc-provider';

const [port, certificate, key, appKey] = process.argv.slice(2);
const base = '/estudio.example/v2.0';
const PUBLIC = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token', 'authorization_code'],
  response_types: ['code'],
  redirect_uris: ['http://localhost'],
};
const GRAPH = 'https://graph.microsoft.com/.default';
const provider = new Provider(`https://localhost:${port}${base}`, {
  clients: [
    { ...PUBLIC, client_id: 'prometido' },
    { ...PUBLIC, client_id: 'can-send' },
    { ...PUBLIC, client_id: 'asks-for-less' },
    {
      client_id: 'certified',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [JSON.parse(appKey)] },
    },
  ],
  scopes: ['openid', 'offline_access', 'profile', 'Mail.ReadWrite', 'Calendars.ReadWrite', 'Tasks.ReadWrite', 'Mail.ReadWrite.Shared', GRAPH],
  features: {
    deviceFlow: { enabled: true },
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  ttl: { AccessToken: 3600, ClientCredentials: 3600, DeviceCode: 600, RefreshToken: 86400, IdToken: 3600, Grant: 86400, Session: 86400, Interaction: 600 },
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    device_authorization: '/oauth2/v2.0/devicecode',
    token: '/oauth2/v2.0/token',
    jwks: '/discovery/v2.0/keys',
    code_verification: '/device',
    revocation: '/revoke',
  },
  interactions: { url: (_, interaction) => `${base}/_test/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, preferred_username: id, tid: 'tenant', oid: id }) }),
  conformIdTokenClaims: false,
  claims: { openid: ['sub', 'preferred_username', 'tid', 'oid'] },
  cookies: { keys: ['test'] },
});
provider.proxy = true;

async function grant(account, client, scope) {
  const given = new provider.Grant({ accountId: account, clientId: client });
  given.addOIDCScope(scope);
  return given.save();
}

async function typed(ctx, how) {
  const user = String(ctx.query.user_code).toUpperCase().replace(/[^A-Z0-9]/g, '');
  const code = await provider.DeviceCode.findByUserCode(user, { ignoreExpiration: true });
  if (how === 'refuse') {
    Object.assign(code, { error: 'access_denied', errorDescription: `${ctx.query.code}: said so` });
  } else {
    const account = 'ana@estudio.example';
    const grantId = await grant(account, code.clientId, code.params.scope);
    const now = Math.floor(Date.now() / 1000);
    Object.assign(code, { accountId: account, grantId, scope: code.params.scope, authTime: now, claims: {}, amr: ['pwd'] });
  }
  await code.save();
  ctx.body = 'ok';
}

async function interact(ctx) {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const account = params.login_hint;
  const result = account.startsWith('no@')
    ? { error: 'access_denied', error_description: 'said no' }
    : { login: { accountId: account }, consent: { grantId: await grant(account, params.client_id, params.scope) } };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
}

provider.use(async (ctx, next) => {
  const test = /^\/_test\/(approve|refuse|interaction)/.exec(ctx.path);
  if (test) return test[1] === 'interaction' ? interact(ctx) : typed(ctx, test[1]);
  await next();
  if (ctx.path.endsWith('/devicecode') && ctx.body?.user_code) Object.assign(ctx.body, { interval: 1, message: `Type ${ctx.body.user_code}` });
  if (ctx.path.endsWith('/token') && ctx.body?.scope) {
    if (ctx.oidc.client.clientId === 'can-send') ctx.body.scope += ' Mail.Send';
    if (ctx.oidc.client.clientId === 'asks-for-less') ctx.body.scope = 'openid Mail.ReadWrite';
  }
  return undefined;
});
const answer = provider.callback();
https
  .createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, (req, res) => {
    if (req.url.startsWith(base)) {
      req.originalUrl = req.url;
      req.url = req.url.slice(base.length) || '/';
      req.baseUrl = base;
    }
    answer(req, res);
  })
  .listen(Number(port), '127.0.0.1');
