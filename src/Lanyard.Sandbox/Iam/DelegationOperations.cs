using System.Text.RegularExpressions;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The operations of who asks for temporary access, and of who looks at requests: "IAM temporary delegation for AWS Partners", IAM User Guide.
/// In the place of a template that AWS has registered for a partner stands a managed policy of the account that asks.
/// </summary>
internal static partial class DelegationOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
        [new("CreateDelegationRequest", Create), new("GetDelegationRequest", Get), new("ListDelegationRequests", List), new("GetHumanReadableSummary", Summary)];

    /// <summary>Gives the condition keys that a request brings.</summary>
    public static Keys KeysOf(DelegationRequest? request) => new Keys().With("iam:DelegationRequestOwner", request?.OwnerId);

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (description, message) = (p.Optional("Description", 0, 1000) ?? throw IamParameters.Missing("description"), p.Optional("RequestMessage", 0, 200));
        var (workflow, redirect, topic) = (p.Required("RequestorWorkflowId", 5, 400), p.Optional("RedirectUrl", 1, 255), p.Required("NotificationChannel", 2, 400));
        var duration = p.Number("SessionDuration", 300, 43200) ?? throw IamParameters.Missing("sessionDuration");
        var (owner, onlyOwner) = (p.Optional("OwnerAccountId", 12, 12), p.Flag("OnlySendByOwner"));
        var (templateArn, parameters) = (p.Arn("Permissions.PolicyTemplateArn"), DelegationTemplate.Read(p));
        var id = call.State.Ids.Uuid();
        call.Authorize(call.ArnOf("delegation-request", id), null, new Keys()
            .With("iam:DelegationDuration", duration.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("iam:NotificationChannel", topic)
            .With("iam:TemplateArn", templateArn));
        if (owner?.All(char.IsAsciiDigit) is false)
        {
            throw IamParameters.Invalid("ownerAccountId", "Member must satisfy regular expression pattern: \\d{12}");
        }

        if (redirect is not null && !Url().IsMatch(redirect))
        {
            throw IamParameters.Invalid("redirectUrl", "Member must satisfy regular expression pattern: ^http(s?)://[a-zA-Z0-9._/-]*(\\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$");
        }

        // "SNS Topic Configuration": a topic of the account that asks.
        if (topic.Split(':') is not ["arn", _, "sns", { Length: > 0 }, var account, { Length: > 0 }] || account != call.Account.Id)
        {
            throw IamFaults.InvalidInput($"The notification channel {topic} is not an SNS topic of the account {call.Account.Id}.");
        }

        if (call.State.Iam.Delegations.All.Any(r => r.RequestorId == call.Account.Id && r.Terms.WorkflowId == workflow))
        {
            throw IamFaults.AlreadyExists($"A delegation request with the workflow id {workflow} already exists.");
        }

        var terms = new DelegationTerms(
            description, templateArn, parameters, DelegationTemplate.Fill(call.Account, templateArn, parameters, $"delegation request {id}"), workflow, topic, TimeSpan.FromSeconds(duration))
        {
            Message = message,
            RedirectUrl = redirect,
            OnlySendByOwner = onlyOwner,
        };
        call.State.Iam.Delegations.Put(new DelegationRequest(id, call.Account.Id, terms, call.Now, DelegationRequest.Unassigned, call.Now) { OwnerAccountId = owner });
        call.Result.Text("ConsoleDeepLink", $"https://console.aws.amazon.com/iam/home#/delegation-requests/{id}").Text("DelegationRequestId", id);
    }

    private static void Get(IamCall call)
    {
        var isChecked = call.Parameters.Flag("DelegationPermissionCheck") ?? false;
        var request = DelegationAnswers.Visible(call, DelegationAnswers.IdOf(call));
        call.Result.Group("DelegationRequest", () => Write(call, request));
        if (isChecked)
        {
            // Whether policies cover others can't be told for all; the service model has a word for that.
            call.Result.Text("PermissionCheckStatus", "COMPLETE").Text("PermissionCheckResult", "UNSURE");
        }
    }

    // "ListDelegationRequests", IAM API Reference: those that nobody took on are left out.
    private static void List(IamCall call)
    {
        var owner = call.Parameters.Optional("OwnerId", 20, 2048);
        call.Authorize("*", null, new Keys().With("iam:DelegationRequestOwner", owner));
        var found = call.State.Iam.Delegations.All.Where(r => r.OwnerId is not null && r.OwnerAccountId == call.Account.Id && (owner is null || r.OwnerId == owner));
        call.Result.List("DelegationRequests", call.Cut(found, r => r.Id, "isTruncated"), r => Write(call, r));
    }

    // AWS lets a language model write it.
    private static void Summary(IamCall call)
    {
        var (arn, locale) = (call.Parameters.Arn("EntityArn"), call.Parameters.Optional("Locale", 2, 12) ?? "en");
        if (arn.Split(':', 6)[5].Split('/') is not ["delegation-request", var id])
        {
            throw IamFaults.InvalidInput($"{arn} is not the ARN of a delegation request.");
        }

        DelegationAnswers.Visible(call, id);
        call.Result.Text("SummaryContent", "").Text("Locale", locale).Text("SummaryState", "NOT_SUPPORTED");
    }

    private static void Write(IamCall call, DelegationRequest request)
    {
        var (terms, name) = (request.Terms, call.State.Accounts.Find(request.RequestorId)?.Name);
        call.Result.Text("DelegationRequestId", request.Id).Text("OwnerAccountId", request.OwnerAccountId).Text("Description", terms.Description).Text("RequestMessage", terms.Message);
        call.Result.Group("Permissions", () =>
        {
            call.Result.Text("PolicyTemplateArn", terms.TemplateArn).List("Parameters", terms.Parameters, p => call.Result.Text("Name", p.Name).Texts("Values", p.Values).Text("Type", p.Type));
        });
        call.Result.Document("PermissionPolicy", terms.Policy.Json)
            .Texts("RolePermissionRestrictionArns", DelegationTemplate.BoundariesOf(terms.Policy))
            .Text("OwnerId", request.OwnerId).Text("ApproverId", request.Approver?.Arn).Text("State", request.StateAt(call.Now)).Date("ExpirationTime", request.Expires)
            .Text("RequestorId", request.RequestorId).Text("RequestorName", name?.Length > 30 ? name[..30] : name).Date("CreateDate", request.Created)
            .Number("SessionDuration", (long)terms.Duration.TotalSeconds).Text("RedirectUrl", terms.RedirectUrl).Text("Notes", request.Notes).Text("RejectionReason", request.RejectionReason)
            .Text("OnlySendByOwner", terms.OnlySendByOwner switch { null => null, true => "true", false => "false" }).Date("UpdatedTime", request.Updated);
    }

    [GeneratedRegex("^http(s?)://[a-zA-Z0-9._/-]*(\\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$")]
    private static partial Regex Url();
}
