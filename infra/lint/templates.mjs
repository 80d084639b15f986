// Holds synthesised templates against the rules of others, and prints what they find, a line of JSON each:
//   node infra/lint/templates.mjs FOLDER
// AWS's own validation of templates, with the controls of AWS Control Tower as Guard rules; and cdk-nag's "AWS Solutions".
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const library = require.resolve('aws-cdk-lib');
const { CompositeEngine, RuleFile, TemplateFile } = createRequire(library)('@aws/cloudformation-validate');
const { App, BootstraplessSynthesizer, Stack, Validations } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks } = require('cdk-nag');

const ENDING = '.template.json';
const folder = process.argv[2];
const templates = readdirSync(folder)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => ({ name: basename(file, ENDING), path: join(folder, file) }));

const found = new Set();
const tell = (template, rule, resource, says) => found.add(JSON.stringify({ template, rule, resource, says: says.replace(/\s+/g, ' ') }));

function validate() {
  const controls = join(dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'rules/control-tower/cfn-guard');
  const guardRules = readdirSync(controls, { recursive: true })
    .filter((file) => file.endsWith('.guard'))
    .map((file) => new RuleFile(join(controls, file)));
  if (guardRules.length < 200) throw new Error(`There are ${guardRules.length} Guard rules; more than 200 are expected.`);
  const engine = new CompositeEngine({ guardRules });
  for (const { name, path } of templates) {
    const ofResources = new Map();
    for (const { severity, ruleId, entity, message } of engine.validateTemplate(new TemplateFile(path)).diagnostics)
      // Notes such as "would be replaced when changed" are no findings. Of each rule at a resource, the first check it fails.
      if (severity !== 'INFO' && !ofResources.has(`${ruleId} ${entity?.logicalId}`))
        ofResources.set(`${ruleId} ${entity?.logicalId}`, [ruleId, entity?.logicalId ?? '', message]);
    for (const [rule, resource, says] of ofResources.values()) tell(name, rule, resource, says);
  }
  engine.free();
}

function nag() {
  const outdir = mkdtempSync(join(tmpdir(), 'mdreader-nag-'));
  const app = new App({ outdir });
  for (const { name, path } of templates)
    new CfnInclude(new Stack(app, name, { synthesizer: new BootstraplessSynthesizer() }), 'Template', { templateFile: path });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch (error) {
    // What it throws at findings; they are in the report.
    if (error.name !== 'ValidationFailed' && !String(error).includes('Validation failed')) throw error;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const report = pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions');
  if (!report) throw new Error('cdk-nag made no report.');
  for (const { ruleName, description, violatingConstructs } of report.violations)
    for (const { constructPath } of violatingConstructs) {
      const [template, , resource] = constructPath.split('/');
      tell(template, ruleName, resource, description);
    }
  rmSync(outdir, { recursive: true });
}

// What the library says of this machine's Node.js, and of each finding once more, is not for whoever reads the findings.
console.log = console.error;
validate();
nag();
for (const line of found) process.stdout.write(`${line}\n`);
process.exitCode = 0;
