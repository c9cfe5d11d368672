import { createEchoEngine } from '../support/echo-engine.ts';
import { keepsTheContract } from './contract.ts';

keepsTheContract('echo', createEchoEngine, { drafts: true, scores: true, beams: false });
