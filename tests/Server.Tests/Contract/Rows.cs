using System.Net.Http.Headers;
using System.Text;
using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>
/// Every operation of the API: who may call it, and how to call it well. The tests of this folder go by this table and by
/// the OpenAPI document, and fail for an operation that stands in one of them only.
/// </summary>
static class Rows
{
    public static readonly IReadOnlyDictionary<string, Row> All = new Row[]
    {
        // Operations
        new("IsLive", new Need.Nothing()),
        new("IsReady", new Need.Nothing()),
        new("GetConfig", new Need.Nothing()),

        // Signing in
        new("SetUp", new Need.Nothing()) { Script = Scripts.SetUp },
        new("SignUp", new Need.Nothing()) { Script = Scripts.SignUp },
        new("ConfirmEmail", new Need.Nothing()) { Script = Scripts.Confirm },
        new("ResendConfirmation", new Need.Nothing()) { Body = place => new { email = place.Scene.Owner.Email } },
        new("ForgetPassword", new Need.Nothing()) { Body = place => new { email = place.Scene.Stranger.Email } },
        new("ResetPassword", new Need.Nothing()) { Script = Scripts.Reset },
        new("LogIn", new Need.Nothing()) { Body = place => new { email = place.Scene.Owner.Email, password = People.Password } },
        new("ShowSecondFactor", new Need.Nothing()) { Script = Scripts.ShowSecondFactor },
        new("Refresh", new Need.Nothing()) { Script = Scripts.Refresh },
        new("LogOut", new Need.Nothing()) { Script = Scripts.LogOut },
        new("StartProviderSignIn", new Need.Nothing()) { Script = scene => new ProviderVisit(scene.Server).Visit("/api/v1/auth/providers/oidc/start") },
        new("FinishProviderSignIn", new Need.Nothing()) { Script = scene => new ProviderVisit(scene.Server).Go() },

        // The account
        new("GetMe", new Need.Account()) { Scope = "read" },
        new("ChangeMe", new Need.Account()) { Body = _ => new { colour = "#00aa00" } },
        new("DeleteMe", new Need.Account()) { Script = Scripts.DeleteMe },
        new("ExportMe", new Need.Account()),
        new("GetPicture", new Need.Account()) { Script = Scripts.GetPicture, Scope = "read" },
        new("PutPicture", new Need.Account()) { Script = Scripts.PutPicture },
        new("RemovePicture", new Need.Account()),
        new("GetPersonPicture", new Need.Own()) { Script = Scripts.GetPersonPicture, ForGuests = true },
        new("ListIdentities", new Need.Account()),
        new("LinkIdentity", new Need.Account()) { Body = _ => new { provider = "oidc" } },
        new("RemoveIdentity", new Need.Own()) { Script = Scripts.RemoveIdentity },
        new("ListSessions", new Need.Account()),
        new("EndOtherSessions", new Need.Account()),
        new("EndSession", new Need.Own()) { Script = Scripts.EndSession },
        new("ListTokens", new Need.Account()),
        new("CreateToken", new Need.Account()) { Body = _ => new { name = "script", scopes = AccountAlone } },
        new("ChangeToken", new Need.Own()) { Script = Scripts.ChangeToken },
        new("RevokeToken", new Need.Own()) { Script = Scripts.RevokeToken },
        new("GetSecondFactor", new Need.Account()),
        new("BeginSecondFactor", new Need.Account()) { Script = Scripts.BeginSecondFactor },
        new("EnableSecondFactor", new Need.Account()) { Script = Scripts.EnableSecondFactor },
        new("RenewRecoveryCodes", new Need.Account()) { Script = Scripts.RenewRecoveryCodes },
        new("DisableSecondFactor", new Need.Account()) { Body = _ => new { password = People.Password } },

        // Workspaces
        new("ListWorkspaces", new Need.Account()),
        new("CreateWorkspace", new Need.Account()) { Body = _ => new { name = "Engines" } },
        new("GetWorkspace", new Need.InWorkspace(Role.Viewer)),
        new("RenameWorkspace", new Need.InWorkspace(Role.Owner)) { Body = _ => new { name = "Boats" } },
        new("DeleteWorkspace", new Need.InWorkspace(Role.Owner)),
        new("ListMembers", new Need.InWorkspace(Role.Viewer)),
        new("PutMember", new Need.InWorkspace(Role.Owner)) { Body = _ => new { role = "editor" } },
        new("PreviewMember", new Need.InWorkspace(Role.Owner)) { Body = _ => new { role = "editor" } },
        new("RemoveMember", new Need.InWorkspace(Role.Owner)),

        new("ListAudit", new Need.InWorkspace(Role.Owner)),
        new("VerifyAudit", new Need.InWorkspace(Role.Owner)),
        new("ReadUsage", new Need.InWorkspace(Role.Owner)),

        // Documents
        new("ListDocuments", new Need.InWorkspace(Role.Viewer)),
        new("CreateDocument", new Need.InWorkspace(Role.Editor)) { Body = _ => new { title = "Notes", content = "# Notes\n" } },
        new("GetDocument", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ChangeDocument", new Need.OnDocument(Role.Editor)) { Body = _ => new { title = "Sketches" } },
        new("DeleteDocument", new Need.OnDocument(Role.Editor)),
        new("RestoreDocument", new Need.OnDocument(Role.Editor, InTrash.Fine)),
        new("ReadContent", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ReadContentHead", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("WriteContent", new Need.OnDocument(Role.Editor))
        {
            Body = place => Markdown(place.Text),
            Headers = [("If-Match", "*")],
            ForGuests = true,
        },
        new("EditContent", new Need.OnDocument(Role.Editor))
        {
            Body = _ => Edits("""{"edits": [{"append": "More.\n"}]}"""),
            ForGuests = true,
        },
        new("IssueRealtimeTicket", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ReadDocumentPresence", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ReadWorkspacePresence", new Need.InWorkspace(Role.Viewer)),

        new("MoveDocument", new Need.OnDocument(Role.Editor)) { Body = _ => new { folderId = (string?)null } },
        new("DuplicateDocument", new Need.OnDocument(Role.Editor))
        {
            Body = _ => new { title = "Notes again" },
            AddsToWorkspace = true,
        },
        new("ListSharedDocuments", new Need.Account()),
        new("Search", new Need.Account()) { Query = _ => "?q=notes" },
        new("SuggestFilters", new Need.Account()) { Query = _ => "?filter=by&q=a" },

        // Versions
        new("ListVersions", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("CreateVersion", new Need.OnDocument(Role.Editor)) { Body = _ => new { name = "First" } },
        new("GetVersion", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("RenameVersion", new Need.OnDocument(Role.Editor)) { Body = _ => new { name = "Second" } },
        new("ReadVersion", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("RestoreVersion", new Need.OnDocument(Role.Editor)) { Body = place => new { versionId = place.Version } },
        new("DiffVersions", new Need.OnDocument(Role.Viewer))
        {
            Query = place => $"?from={place.ContentEtag.Trim('"')}",
            ForGuests = true,
        },
        new("ReadBlame", new Need.OnDocument(Role.Viewer)) { ForGuests = true },

        // The feed
        new("ReadSnapshot", new Need.InWorkspace(Role.Viewer, Without.TheirDocuments)),
        new("ReadChanges", new Need.InWorkspace(Role.Viewer, Without.TheirDocuments)),
        new("StreamEvents", new Need.InWorkspace(Role.Viewer, Without.TheirDocuments)),

        // Folders, the tree and the trash
        new("CreateFolder", new Need.InWorkspace(Role.Editor)) { Body = _ => new { name = "Drafts" } },
        new("GetFolder", new Need.InWorkspace(Role.Viewer)),
        new("ChangeFolder", new Need.InWorkspace(Role.Editor)) { Body = _ => new { name = "Old drafts" } },
        new("DeleteFolder", new Need.InWorkspace(Role.Editor)),
        new("RestoreFolder", new Need.InWorkspace(Role.Editor)),
        new("GetTree", new Need.InWorkspace(Role.Viewer)),
        new("ListTrash", new Need.InWorkspace(Role.Viewer)),
        new("ListTrashedFolders", new Need.InWorkspace(Role.Viewer)),
        new("EmptyTrash", new Need.InWorkspace(Role.Owner)),

        // Invites, permissions, publication
        new("ListInvites", new Need.InWorkspace(Role.Owner)),
        new("CreateInvite", new Need.InWorkspace(Role.Owner)) { Body = _ => new { role = "viewer" } },
        new("RevokeInvite", new Need.InWorkspace(Role.Owner)),
        new("ResendInvite", new Need.InWorkspace(Role.Owner)),
        new("GetInvitation", new Need.Nothing()) { Script = Scripts.GetInvitation },
        new("AcceptInvitation", new Need.Own()) { Script = Scripts.AcceptInvitation },
        new("ListPermissions", new Need.OnDocument(Role.Editor)),
        new("GetPermission", new Need.OnDocument(Role.Editor)),
        new("PutPermission", new Need.OnDocument(Role.Owner)) { Body = _ => new { role = "commenter" } },
        new("RemovePermission", new Need.OnDocument(Role.Owner)),
        new("GetAccess", new Need.OnDocument(Role.Owner)),
        new("ChangeAccess", new Need.OnDocument(Role.Owner)) { Body = _ => new { isRestricted = true } },
        new("GetLastAccessChange", new Need.OnDocument(Role.Viewer)),
        new("PreviewAccess", new Need.OnDocument(Role.Owner))
        {
            Body = place => new { permission = new { userId = place.Scene.Target.Id, role = "editor" } },
        },
        new("ListDocumentInvites", new Need.OnDocument(Role.Owner)),
        new("CreateDocumentInvite", new Need.OnDocument(Role.Owner)) { Body = _ => new { email = "grace@example.org", role = "viewer" } },
        new("RevokeDocumentInvite", new Need.OnDocument(Role.Owner)),
        new("ResendDocumentInvite", new Need.OnDocument(Role.Owner)),
        new("GetDocumentInvitation", new Need.Nothing()) { Script = Scripts.GetDocumentInvitation },
        new("AcceptDocumentInvitation", new Need.Own()) { Script = Scripts.AcceptDocumentInvitation },
        new("RequestAccess", new Need.Account()) { Script = Scripts.RequestAccess },
        new("ListAccessRequests", new Need.OnDocument(Role.Owner)),
        new("AcceptAccessRequest", new Need.OnDocument(Role.Owner)),
        new("DeclineAccessRequest", new Need.OnDocument(Role.Owner)),
        new("ListLinks", new Need.OnDocument(Role.Owner)),
        new("CreateLink", new Need.OnDocument(Role.Owner)) { Body = _ => new { role = "viewer" } },
        new("ChangeLink", new Need.OnDocument(Role.Owner)) { Body = _ => new { label = "For the press" } },
        new("DeleteLink", new Need.OnDocument(Role.Owner)),
        new("ListWorkspaceLinks", new Need.InWorkspace(Role.Owner)),
        new("DeleteWorkspaceLinks", new Need.InWorkspace(Role.Owner)),
        new("GetLinkNotice", new Need.Nothing()) { Script = Scripts.GetLinkNotice },
        new("OpenLink", new Need.Nothing()) { Script = Scripts.OpenLink },
        new("ListPublications", new Need.InWorkspace(Role.Owner)),
        new("GetPublication", new Need.OnDocument(Role.Viewer)),
        new("PublishDocument", new Need.OnDocument(Role.Owner)) { Body = _ => new { allowIndexing = false } },
        new("UnpublishDocument", new Need.OnDocument(Role.Owner)),

        // Comments
        new("ListThreads", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("CreateThread", new Need.OnDocument(Role.Commenter)) { Body = NewThread, ForGuests = true },
        new("GetThread", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ChangeThread", new Need.OnDocument(Role.Commenter))
        {
            Body = _ => new { status = "resolved" },
            ForGuests = true,
        },
        new("DeleteThread", new Need.OnDocument(Role.Editor)) { ForGuests = true },
        new("CreateComment", new Need.OnDocument(Role.Commenter))
        {
            Body = _ => new { body = "Indeed." },
            ForGuests = true,
        },
        // Nobody but its author, who is the owner here.
        new("EditComment", new Need.OnDocument(Role.Owner))
        {
            Body = _ => new { body = "Perhaps." },
            ForGuests = true,
            ForItsMaker = true,
        },
        new("DeleteComment", new Need.OnDocument(Role.Editor)) { ForGuests = true },
        new("AddReaction", new Need.OnDocument(Role.Commenter)) { ForGuests = true },
        new("RemoveReaction", new Need.OnDocument(Role.Commenter)) { ForGuests = true },

        new("FindMentionable", new Need.OnDocument(Role.Commenter)) { Query = _ => "?q=o", ForGuests = true },
        new("ExportComments", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("ImportComments", new Need.OnDocument(Role.Editor))
        {
            Body = _ => new { format = "mdreader-comments/1", people = Array.Empty<object>(), threads = Array.Empty<object>() },
        },

        // Suggestions
        new("ListSuggestions", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("CreateSuggestion", new Need.OnDocument(Role.Commenter)) { Body = NewSuggestion, ForGuests = true },
        new("AcceptSuggestions", new Need.OnDocument(Role.Editor))
        {
            Body = place => new { suggestions = new[] { place.Suggestion } },
            ForGuests = true,
        },
        new("ReopenSuggestions", new Need.OnDocument(Role.Editor))
        {
            Body = place => new { etag = place.AcceptedEtag },
            ForGuests = true,
        },
        new("GetSuggestion", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        // Its author may as well, who is the owner here.
        new("WithdrawSuggestion", new Need.OnDocument(Role.Editor)) { ForGuests = true },
        new("AcceptSuggestion", new Need.OnDocument(Role.Editor)) { Body = _ => new { }, ForGuests = true },
        new("RejectSuggestion", new Need.OnDocument(Role.Editor)) { Body = _ => new { }, ForGuests = true },

        // Notifications
        new("ListNotifications", new Need.Account()),
        new("ReadNotifications", new Need.Account()) { Body = _ => new { before = "2026-01-01T00:00:00Z" } },
        new("UnreadNotifications", new Need.Account()) { Body = _ => new { ids = Array.Empty<Guid>() } },
        new("ListMutes", new Need.Account()),
        new("MuteDocument", new Need.OnDocument(Role.Viewer)),
        new("UnmuteDocument", new Need.OnDocument(Role.Viewer)),
        new("MuteThread", new Need.OnDocument(Role.Viewer)),
        new("UnmuteThread", new Need.OnDocument(Role.Viewer)),
        new("GetNotificationSettings", new Need.Account()),
        new("PutNotificationSettings", new Need.Account())
        {
            Body = _ => new { events = new { mention = new { email = false } }, timeZone = "Europe/Vienna", digestHour = 7 },
        },
        new("ListPushSubscriptions", new Need.Account()),
        new("AddPushSubscription", new Need.Account()) { Body = _ => Scripts.Subscription() },
        new("RemovePushSubscription", new Need.Own()) { Script = Scripts.RemovePushSubscription },

        // The assistant
        new("Chat", new Need.Account()) { Body = _ => new { messages = new[] { new { role = "user", content = "Hello" } } } },
        new("ListModels", new Need.Account()),
        new("GetAssistantUsage", new Need.Account()),

        // Imports, exports, backups
        new("ImportFiles", new Need.InWorkspace(Role.Editor)) { Body = _ => Markdown("# Notes\n") },
        new("ExportFiles", new Need.InWorkspace(Role.Viewer)) { Body = _ => new { comments = true } },
        new("ListJobs", new Need.Account()),
        new("GetJob", new Need.Own()) { Script = scene => Scripts.Exported(scene, "") },
        new("GetJobFile", new Need.Own()) { Script = scene => Scripts.Exported(scene, "/file") },
        new("ListWorkspaceAgents", new Need.InWorkspace(Role.Owner)),
        new("ChangeWorkspaceAgent", new Need.InWorkspace(Role.Owner)) { Body = _ => new { paused = true } },
        new("ListBackups", new Need.Account()) { Script = Scripts.ListBackups },

        // Attachments
        new("ListAttachments", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("CreateAttachment", new Need.OnDocument(Role.Editor))
        {
            Body = _ => new { fileName = "dot.png", contentType = "image/png", size = 68, sha256 = new string('a', 64) },
            ForGuests = true,
        },
        new("CompleteAttachment", new Need.OnDocument(Role.Editor)) { ForGuests = true },
        new("GetAttachment", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("GetAttachmentThumbnail", new Need.OnDocument(Role.Viewer)) { ForGuests = true },
        new("DeleteAttachment", new Need.OnDocument(Role.Editor)) { ForGuests = true },

        // Pictures from elsewhere
        new("GetFarPicture", new Need.OnDocument(Role.Viewer))
        {
            Query = place => $"?address={Uri.EscapeDataString(place.Scene.Pictures.Address)}",
            ForGuests = true,
        },
    }.ToDictionary(row => row.Id);

    public static object NewThread(Place place) =>
        new { anchor = new { start = 0, end = 5, @base = place.ContentEtag }, body = "Really?" };

    public static object NewSuggestion(Place place) => new { @base = place.ContentEtag, content = place.Text.Replace("Notes", "Sketches", StringComparison.Ordinal) };

    static StringContent Edits(string json) =>
        new(json, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.mdreader.edits+json") } };

    static StringContent Markdown(string text) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue("text/markdown") } };

    // What every token that may make others may pass on.
    static string[] AccountAlone => ["account"];
}
