import { testTheFormulasOf } from './testExpected.ts';

testTheFormulasOf('sse');
