using System.Collections.Immutable;
using System.Text;
using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>A call of CloudFormation on its way: who calls, with which parameters, and the result as far as it is written.</summary>
internal sealed class StackCall(SandboxState state, CallContext call, Caller caller, string operation, IamParameters parameters)
{
    private const string Service = "cloudformation.amazonaws.com";

    // In bytes: "Understand CloudFormation quotas", AWS CloudFormation User Guide.
    private const int LongestBody = 51_200;

    // "SetStackPolicy", AWS CloudFormation API Reference.
    private const int LongestPolicy = 16_384;

    public SandboxState State { get; } = state;

    public Caller Caller { get; } = caller;

    public IamParameters Parameters { get; } = parameters;

    public ResultXml Result { get; } = new();

    public DateTimeOffset Now => call.Now;

    /// <summary>Gets the Region that the call is signed for.</summary>
    public string Region => call.Region ?? "us-east-1";

    /// <summary>Gets the calls that handlers make with the caller's own permissions.</summary>
    public HandlerCalls OwnCalls => new(State, call, Caller, isForwarded: true);

    /// <summary>Gives the ARN of a stack that isn't there yet, or the pattern that stands for one.</summary>
    public string ArnOf(string stackName, string id = "*") => $"arn:{State.Seed.Partition}:cloudformation:{Region}:{Caller.AccountId}:stack/{stackName}/{id}";

    /// <summary>Asks the caller's policies for this operation.</summary>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void Authorize(string resource, Keys? keys = null) => Authorize($"cloudformation:{operation}", resource, keys);

    /// <summary>Asks the caller's policies for an action that the operation needs besides.</summary>
    public void Authorize(string action, string resource, Keys? keys) => call.Authorize(State, Caller, new CallRequest(action, resource) { Keys = keys, Region = Region });

    /// <summary>Asks the caller's policies whether a transform of AWS's may be used.</summary>
    /// <param name="arn">Its ARN, which is in the account <c>aws</c>: no policy of that decides.</param>
    public void AuthorizeTransform(string arn) => call.Authorize(State, Caller, new CallRequest("cloudformation:CreateChangeSet", arn) { Region = Region, Owner = Caller.AccountId });

    /// <summary>Finds the stack that the call names, once the caller's policies allow it.</summary>
    /// <param name="parameter">The parameter that names it.</param>
    /// <param name="keys">The condition keys of the request.</param>
    /// <exception cref="ServiceFault">It isn't allowed, or there is no such stack.</exception>
    public Stack Stack(string parameter = "StackName", Keys? keys = null) => StackOrNull(parameter, keys, out var name) ?? throw Faults.NoStack(name);

    /// <summary>As <see cref="Stack"/>; <see langword="null"/> where there is none.</summary>
    public Stack? StackOrNull(string parameter, Keys? keys, out string name)
    {
        name = Parameters.Required(parameter, 1, 2048);
        var stack = State.Stacks.Find(Caller.AccountId, Region, name);
        Authorize(stack?.Id ?? (name.StartsWith("arn:", StringComparison.Ordinal) ? name : ArnOf(name)), keys);
        return stack;
    }

    /// <summary>Gets the token that the call brings, once the caller's policies allow the call.</summary>
    /// <param name="stackName">The name of the stack that it is about.</param>
    /// <param name="parameter">The parameter that it is in.</param>
    /// <exception cref="ServiceFault">It is none, or another request had it.</exception>
    public RequestToken Token(string stackName, string parameter = "ClientRequestToken")
    {
        if (Parameters.Optional(parameter, 1, 128) is not { } text)
        {
            return new RequestToken(null, null, _ => { });
        }

        if (!char.IsAsciiLetterOrDigit(text[0]) || !text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw IamParameters.Invalid(char.ToLowerInvariant(parameter[0]) + parameter[1..], "Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*");
        }

        var (stack, fingerprint) = ((Caller.AccountId, Region, stackName), Parameters.Fingerprint());
        var known = State.Stacks.FindToken(stack, text);
        if (known is not null && known.Value.Fingerprint != fingerprint)
        {
            throw new ServiceFault("TokenAlreadyExistsException", 400, "A client request token already exists.");
        }

        if (known is not null)
        {
            Parameters.TakeRest();
        }

        return new RequestToken(text, known?.Id, id => State.Stacks.PutToken(stack, text, fingerprint, id));
    }

    /// <summary>Gets the name of a stack that shall be made.</summary>
    /// <exception cref="ServiceFault">It is missing, or can't be one.</exception>
    public string NewName() => Parameters.Required("StackName", 1, 128) is var name && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? name
        : throw IamParameters.Invalid("stackName", "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");

    /// <summary>Gives the calls that handlers make: as the service role, which must be given to CloudFormation, or with the caller's permissions.</summary>
    /// <exception cref="ServiceFault">CloudFormation may not have the role.</exception>
    public HandlerCalls CallsFor(string? roleArn, string stackId)
    {
        if (roleArn is null)
        {
            return OwnCalls;
        }

        var role = State.Iam.FindRole(roleArn) ?? throw NotAssumable(roleArn);
        var asked = new AccessRequest(new AwsService(Service), "sts:AssumeRole", roleArn, call.WithRequest(State.Organizations.WithResource(RequestContext.Empty, role.AccountId)
            .With("aws:SourceAccount", Caller.AccountId).With("aws:SourceArn", stackId)));
        var trust = role.Trust is { } document ? PolicySet.Of(document.Attached) : PolicySet.Empty;
        var inner = call.Begin("sts", "AssumeRole", Caller, []);
        if (!inner.Decide(State.Organizations, asked, new AccessPolicies { Resource = trust }).IsAllowed)
        {
            throw NotAssumable(roleArn);
        }

        return new HandlerCalls(State, call, role.Session(State.Seed.Partition, "AWSCloudFormation", Now), isForwarded: false);
    }

    /// <summary>Asks whether the role that the call names may be given to CloudFormation.</summary>
    public void AuthorizePassing(string? roleArn)
    {
        if (roleArn is not null)
        {
            Authorize("iam:PassRole", roleArn, new Keys().With("iam:PassedToService", Service).WithResource(State.Iam.FindRole(roleArn)));
        }
    }

    /// <summary>Cuts the page out that was asked for, and writes the token of the next one.</summary>
    public IReadOnlyList<T> Cut<T>(IEnumerable<T> items, int size = 100)
    {
        var from = Parameters.Optional("NextToken", 1, 1024) is not { } token ? 0
            : int.TryParse(Encoding.ASCII.GetString(Convert.TryFromBase64String(token, new byte[token.Length], out _) ? Convert.FromBase64String(token) : []), out var at) && at > 0 ? at
            : throw Faults.Validation("The specified NextToken is invalid.");
        var rest = items.Skip(from).ToList();
        if (rest.Count > size)
        {
            Result.Text("NextToken", Convert.ToBase64String(Encoding.ASCII.GetBytes((from + size).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }

        return [.. rest.Take(size)];
    }

    /// <summary>Gets the template that the call brings, in its body or as an object of Amazon S3.</summary>
    /// <returns>The template; <see langword="null"/> where it brings none.</returns>
    /// <exception cref="ServiceFault">It is too long, or CloudFormation wouldn't take it.</exception>
    public StackTemplate? Template() => (Parameters.Optional("TemplateBody", 1, LongestBody), Parameters.Optional("TemplateURL", 1, 5120)) switch
    {
        ({ } text, _) when Encoding.UTF8.GetByteCount(text) > LongestBody => throw IamParameters.Invalid("templateBody", $"Member must have length less than or equal to {LongestBody}"),
        ({ } text, _) => StackTemplate.Read(text),
        (_, { } url) => StackTemplate.Read(TemplateSource.Read(url, OwnCalls)),
        _ => null,
    };

    /// <summary>Gets a stack policy that the call brings, in its body or as an object of Amazon S3.</summary>
    /// <param name="parameter">The start of the parameters' names.</param>
    /// <returns>Its text; <see langword="null"/> where it brings none.</returns>
    /// <exception cref="ServiceFault">It brings two, or one that is none.</exception>
    public string? PolicyText(string parameter)
    {
        var (body, url) = (Parameters.Optional($"{parameter}Body", 1, LongestPolicy), Parameters.Optional($"{parameter}URL", 1, 5120));
        var text = body is not null && url is not null ? throw Faults.Validation($"You cannot specify both {parameter}URL and {parameter}Body")
            : body ?? (url is null ? null : TemplateSource.Read(url, OwnCalls, $"{parameter}URL"));
        if (url is not null && Encoding.UTF8.GetByteCount(text!) > LongestPolicy)
        {
            throw Faults.Validation($"Stack policy may not exceed {LongestPolicy} bytes in size.");
        }

        _ = text is null ? null : StackPolicy.Read(text);
        return text;
    }

    /// <summary>Gets the parameters that the call gives; those that stay as they are have the value of before.</summary>
    public ImmutableDictionary<string, string> Given(StackPlan? before)
    {
        var given = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var at = 1; Parameters.Optional($"Parameters.member.{at}.ParameterKey", 1, 255) is { } key; at++)
        {
            var stays = Parameters.Flag($"Parameters.member.{at}.UsePreviousValue") == true;
            var value = Parameters.Optional($"Parameters.member.{at}.ParameterValue", 0, 51_200);
            given[key] = !stays ? value ?? ""
                : before is null ? throw Faults.Validation($"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template")
                : before.Given.GetValueOrDefault(key) ?? (before.Template.Parameters.FirstOrDefault(p => p.Name == key)?.Default
                    ?? throw Faults.Validation($"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template"));
        }

        return given.ToImmutable();
    }

    private static ServiceFault NotAssumable(string roleArn) => Faults.Validation($"Role {roleArn} is invalid or cannot be assumed");
}
