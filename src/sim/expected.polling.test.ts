import { testTheFormulasOf } from './testExpected.ts';

testTheFormulasOf('polling');
