// validate.mjs FOLDER: FOLDER/openapi.json is a sound OpenAPI file (swagger-parser), and every answer in FOLDER/answers.json fits
// the schema that the file gives for its address and status (ajv, draft 2020-12 with formats).
import fs from 'node:fs';
import path from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = process.argv[2];
const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
const openapi = read('openapi.json');
await SwaggerParser.validate(structuredClone(openapi));

const names = Object.values(openapi.paths).map((item) => item.get.operationId);
if (new Set(names).size !== names.length) throw new Error('an operationId stands twice');

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats(ajv);
ajv.addSchema(openapi, 'file');
const pointer = (...parts) => 'file#/' + parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/');
let good = 0;
let failed = 0;
for (const answer of read('answers.json')) {
  const where = answer.status === 200
    ? pointer('paths', answer.path, 'get', 'responses', '200', 'content', 'application/json', 'schema')
    : pointer('components', 'schemas', 'error');
  const fits = ajv.getSchema(where);
  if (!fits) throw new Error(`no schema at ${where}`);
  if (fits(answer.body)) {
    good += 1;
  } else if ((failed += 1) <= 20) {
    const [error] = fits.errors;
    console.log(`${answer.target}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  }
}
console.log(`${names.length} addresses, ${good} answers fit, ${failed} do not`);
process.exit(failed ? 1 : 0);
