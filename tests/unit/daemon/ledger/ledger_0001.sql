BEGIN TRANSACTION;
CREATE TABLE accounts (
	name VARCHAR NOT NULL, 
	mail_cursor TEXT, 
	calendar_cursor TEXT, 
	read_until BIGINT, 
	calendar_read_until BIGINT, 
	seen INTEGER DEFAULT '0' NOT NULL, 
	present INTEGER, 
	state VARCHAR DEFAULT 'ok' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	since BIGINT, 
	omitted INTEGER DEFAULT '0' NOT NULL, 
	first_acted BIGINT, 
	PRIMARY KEY (name)
);
INSERT INTO "accounts" VALUES('despacho','{"v":1,"seen":"fe5cd16b49cd","size":8,"folders":{"INBOX":[0,0,0,0,0],"Sent":[0,0,0,0,1]}}','["4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945", "2025-12-11T00:00:00+00:00", "2026-05-12T00:00:00+00:00", 0]',1773302700,1773302700,1,1,'ok','',1773302700,0,1773302700);
CREATE TABLE actions (
	"key" VARCHAR NOT NULL, 
	commitment VARCHAR NOT NULL, 
	counterparty VARCHAR NOT NULL, 
	circle VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	nudge INTEGER DEFAULT '0' NOT NULL, 
	carried_by VARCHAR DEFAULT '' NOT NULL, 
	thread VARCHAR DEFAULT '' NOT NULL, 
	ref TEXT DEFAULT '' NOT NULL, 
	fingerprint VARCHAR DEFAULT '' NOT NULL, 
	content VARCHAR DEFAULT '' NOT NULL, 
	sent_as VARCHAR DEFAULT '' NOT NULL, 
	planned_at BIGINT NOT NULL, 
	intended_at BIGINT NOT NULL, 
	left_at BIGINT, 
	ended_at BIGINT, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "actions" VALUES('whd3bb6zax/task','whd3bb6zax','pedro@cliente.example','cliente.example','despacho','task','left',0,'','m1@world.example','b363987b-b463-5a52-afed-93f1b3ff55b7.ics','ec58152108ad758058129f6116eaebcb096660159c66792063e8094ed7365a64','2daf8fe5f126d95e56f3fb1da39b0b51','',1773133920,1773302700,1773302700,NULL,0);
INSERT INTO "actions" VALUES('whd3bb6zax/late','whd3bb6zax','pedro@cliente.example','cliente.example','despacho','draft','left',0,'','m1@world.example','1795722330.M972276P14272R46466ebf.vm	nmclttz5prewu3467aalcabp.prometido@estudio.example	m1@world.example','417393f9379cacdac7adbc123197a18595c8bf03c13ecf103d87575c505a746a','2daf8fe5f126d95e56f3fb1da39b0b51','',1773302400,1773302700,1773302700,NULL,0);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE commitments (
	id VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	counterparty VARCHAR NOT NULL, 
	circle VARCHAR NOT NULL, 
	message_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	made_at BIGINT NOT NULL, 
	wake_at BIGINT, 
	commitment TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "commitments" VALUES('whd3bb6zax','despacho','pedro@cliente.example','cliente.example','m1@world.example','promise','overdue',1773133920,1773388800,'{"id":"whd3bb6zax","kind":"promise","owes":"us","status":"overdue","account":"despacho","counterparty":{"address":"pedro@cliente.example","name":"Pedro Marín"},"message_id":"m1@world.example","thread":"m1@world.example","subject":"Reforma de la cocina","made_at":"2026-03-10T10:12:00+01:00","evidence":"Mañana le envío el presupuesto de la cocina","rule":"es-promise-own","rule_version":1,"confidence":3,"object":"el presupuesto de la cocina","act":"send","due":"2026-03-11","due_at":"2026-03-11T23:59:59+01:00","due_from":"text","register":"usted","history":[{"what":"made","at":"2026-03-10T10:12:00+01:00","message_id":"m1@world.example"}]}');
CREATE TABLE event_people (
	address VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	event VARCHAR NOT NULL, 
	circle VARCHAR NOT NULL, 
	PRIMARY KEY (address, account, event)
)
 WITHOUT ROWID

;
CREATE TABLE events (
	account VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	starts BIGINT NOT NULL, 
	ends BIGINT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (account, id)
);
CREATE TABLE messages (
	"row" INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	away INTEGER DEFAULT '0' NOT NULL, 
	ref TEXT NOT NULL, 
	trace TEXT NOT NULL, 
	mentions BLOB NOT NULL, 
	attached BLOB NOT NULL, 
	PRIMARY KEY ("row")
);
INSERT INTO "messages" VALUES(1,'despacho','m1@world.example','m1@world.example',1773133920,0,'Sent/1773133920.M1P1.world','{"id":"m1@world.example","account":"despacho","direction":"outbound","date":"2026-03-10T10:12:00+01:00","sender":{"address":"ana@estudio.example","name":"Ana Ruiz"},"to":[{"address":"pedro@cliente.example","name":"Pedro Marín"}],"outside":[{"address":"pedro@cliente.example","name":"Pedro Marín"}],"subject":"Reforma de la cocina","register":"usted","signals":[{"kind":"promise","owes":"us","evidence":"Mañana le envío el presupuesto de la cocina","rule":"es-promise-own","confidence":3,"score":0.972,"object":"el presupuesto de la cocina","due":"2026-03-11","due_text":"Mañana","act":"send","topic":[1839716380,793900061]}],"words":8,"greeting":"Buenos días, Pedro:","goodbye":"Un saludo,"}',X'1DF4512F1CD8A76D07D736D5',X'');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE participants (
	address VARCHAR NOT NULL, 
	message INTEGER NOT NULL, 
	circle VARCHAR NOT NULL, 
	PRIMARY KEY (address, message)
)
 WITHOUT ROWID

;
INSERT INTO "participants" VALUES('pedro@cliente.example',1,'cliente.example');
CREATE TABLE quarantine (
	account VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (account, ref)
);
CREATE TABLE thread_ids (
	id VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "thread_ids" VALUES('m1@world.example','m1@world.example');
CREATE TABLE unacted (
	account VARCHAR NOT NULL, 
	circle VARCHAR NOT NULL, 
	stamp BIGINT NOT NULL, 
	PRIMARY KEY (account, circle)
);
CREATE TABLE unsettled (
	circle VARCHAR NOT NULL, 
	PRIMARY KEY (circle)
);
CREATE TABLE words (
	"row" INTEGER NOT NULL, 
	commitment VARCHAR NOT NULL, 
	circle VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	at BIGINT NOT NULL, 
	until BIGINT, 
	cause TEXT DEFAULT '' NOT NULL, 
	message_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	owes VARCHAR NOT NULL, 
	evidence TEXT NOT NULL, 
	PRIMARY KEY ("row")
);
CREATE INDEX actions_by_circle ON actions (circle);
CREATE INDEX actions_by_commitment ON actions (commitment);
CREATE INDEX actions_by_state ON actions (state, account);
CREATE INDEX actions_by_thread ON actions (thread);
CREATE INDEX commitments_by_circle ON commitments (circle);
CREATE INDEX commitments_by_message ON commitments (message_id);
CREATE INDEX commitments_by_status ON commitments (status, made_at);
CREATE INDEX commitments_by_wake ON commitments (wake_at);
CREATE INDEX event_people_by_circle ON event_people (circle);
CREATE INDEX event_people_by_event ON event_people (account, event);
CREATE INDEX events_by_end ON events (ends);
CREATE UNIQUE INDEX messages_by_id ON messages (id, account);
CREATE INDEX messages_by_thread ON messages (thread, at);
CREATE INDEX participants_by_circle ON participants (circle, message);
CREATE INDEX participants_by_message ON participants (message);
CREATE INDEX thread_ids_by_thread ON thread_ids (thread);
CREATE INDEX words_by_circle ON words (circle);
COMMIT;
