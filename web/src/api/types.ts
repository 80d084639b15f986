import type { components } from './schema';

/** The contract's records under the names that the client uses; `schema.ts` is generated, this file only points. */
export type Me = components['schemas']['Person'];
export type Role = components['schemas']['Role'];
export type Workspace = components['schemas']['WorkspaceEntry'];
export type Member = components['schemas']['Member'];
export type DocumentInfo = components['schemas']['DocumentEntry'];
export type Ticket = components['schemas']['RealtimeTicket'];
export type Config = components['schemas']['InstanceConfig'];
export type BrokenRule = NonNullable<components['schemas']['Problem']['errors']>[number];
export type Thread = components['schemas']['ThreadEntry'];
export type Comment = components['schemas']['CommentEntry'];
