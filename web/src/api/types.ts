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
export type Suggestion = components['schemas']['SuggestionEntry'];
export type SuggestedHunk = components['schemas']['HunkEntry'];
export type Comment = components['schemas']['CommentEntry'];
export type Version = components['schemas']['VersionEntry'];
export type DiffHunk = components['schemas']['DiffHunk'];
export type BlameRun = components['schemas']['BlameRun'];
export type Grant = components['schemas']['DocumentPerson'];
export type Invitation = components['schemas']['Invitation'];
export type Tree = components['schemas']['Tree'];
export type TreeFolder = components['schemas']['TreeFolder'];
export type TreeDocument = components['schemas']['TreeDocument'];
export type AccessRequest = components['schemas']['AccessRequestEntry'];
export type DocumentInvitation = components['schemas']['DocumentInvitation'];
export type ShareLink = components['schemas']['LinkEntry'];
export type LinkNotice = components['schemas']['LinkNotice'];
export type Notification = components['schemas']['NotificationEntry'];
export type OpenedLink = components['schemas']['OpenedLink'];
