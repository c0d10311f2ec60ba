/** TemplateStore over a port to the engine. */
import type { MessageTemplate } from '../../domain/templates/template.ts';
import type { TemplateStore } from '../template-store.ts';
import type { CallSize, Port } from './port.ts';

/** An operator's doing; a small one. */
const SMALL: CallSize = { rows: 1, bytes: 1 };

/** A store whose changes are told to whoever keeps a copy. */
export function createTemplateStore(port: Port): TemplateStore {
  const listeners = new Set<() => void>();

  /** Tells of every write that is over, for one that has changed nothing does no harm. */
  async function told<T>(write: Promise<T>): Promise<T> {
    const result = await write;
    for (const listener of listeners) listener();
    return result;
  }

  return {
    create: (template, creation) =>
      told(port.write('createTemplate', { template, ...(creation && { creation }) }, sizeOf(template))),
    find: (ref, qualifier) => port.read('template', { ref, qualifier }),
    update: (template, expectedRevision) =>
      told(port.write('updateTemplate', { template, expectedRevision }, sizeOf(template))),
    list: (query) => port.read('templates', query),
    search: (query) => port.read('searchTemplates', query),
    createVersion: (ref, order) => told(port.write('createTemplateVersion', { ref, order }, SMALL)),
    versions: (query) => port.read('templateVersions', query),
    activate: (ref, version, change) => told(port.write('activateTemplateVersion', { ref, version, change }, SMALL)),
    deactivate: (ref, version, change) =>
      told(port.write('deactivateTemplateVersion', { ref, version, change }, SMALL)),
    delete: (ref) => told(port.write('deleteTemplate', ref, SMALL)),
    deleteVersion: (ref, version) => told(port.write('deleteTemplateVersion', { ref, version }, SMALL)),
    onChange(listener) {
      // A wrapper of its own, so that a function given twice is called twice and taken back once.
      const wrapped = (): void => listener();
      listeners.add(wrapped);
      return () => void listeners.delete(wrapped);
    },
  };
}

function sizeOf({ content, defaultAttributes }: MessageTemplate): CallSize {
  return { rows: 1, bytes: 1 + JSON.stringify([content, defaultAttributes]).length };
}
