import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles, ROOT } from './generated-files.ts';

for (const [file, text] of generatedFiles()) writeFileSync(join(ROOT, file), text);
