import { afterAll } from 'vitest';
import { closeBrowser } from './desk.ts';

afterAll(closeBrowser);
