import { testTheFormulasOf } from './testExpected.ts';

testTheFormulasOf('webSocket');
