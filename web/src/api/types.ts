import type { components } from './schema';

/** The contract's records under the names that the client uses; `schema.ts` is generated, this file only points. */
export type Me = components['schemas']['Person'];
export type Role = components['schemas']['Role'];
export type Workspace = components['schemas']['Workspace'];
export type Member = components['schemas']['Member'];
export type DocumentInfo = components['schemas']['Document'];
