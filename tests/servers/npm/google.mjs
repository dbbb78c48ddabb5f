// Gmail as @emulators/google plays it. Usage: node google.mjs PORT USERS TOKENS LOOPBACK-PORT
// Users are u0@world.example and so on; each has tokens, because the emulator serves 5000 requests an hour to one.
import { createServer, serve } from '@emulators/core';
import { googlePlugin, seedFromConfig } from '@emulators/google';

const [port, users, tokens, loopback] = process.argv.slice(2).map(Number);
const baseUrl = `http://127.0.0.1:${port}`;
const names = Array.from({ length: users }, (_, number) => `u${number}`);
const known = {};
names.forEach((name, number) => {
  for (let token = 0; token < tokens; token += 1) {
    known[`${name}-${token}`] = { login: `${name}@world.example`, id: number + 1, scopes: ['https://mail.google.com/'] };
  }
});
const server = createServer(googlePlugin, { port, baseUrl, tokens: known });
googlePlugin.seed?.(server.store, baseUrl);
seedFromConfig(server.store, baseUrl, {
  users: names.map((name) => ({ email: `${name}@world.example`, name })),
  oauth_clients: [{ client_id: 'prometido.apps.example', client_secret: 'secret', name: 'Prometido', redirect_uris: [`http://localhost:${loopback}/`] }],
});

// Google takes the client's name and secret from either place (RFC 6749, 2.3.1); the emulator only from the body.
async function answer(request, ...rest) {
  const basic = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '');
  if (!basic) return server.app.fetch(request, ...rest);
  const [id, secret] = Buffer.from(basic[1], 'base64').toString().split(':');
  const form = new URLSearchParams(await request.text());
  form.set('client_id', id);
  form.set('client_secret', secret);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return server.app.fetch(new Request(request.url, { method: request.method, headers, body: form.toString() }), ...rest);
}

serve({ fetch: answer, port, hostname: '127.0.0.1' });
