/** EvidenceStore over a port to the engine. */
import type { EvidenceStore } from '../evidence-store.ts';
import type { Port } from './port.ts';

export function createEvidenceStore(port: Port): EvidenceStore {
  return {
    record: (answers) => port.write('recordAnswers', answers, { rows: answers.length, bytes: 0 }),
    history: (query) => port.read('answerHistory', query),
    answers: (query) => port.read('liveAnswers', query),
  };
}
