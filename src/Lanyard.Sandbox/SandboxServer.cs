using System.Globalization;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.ApiGateway;
using Lanyard.Sandbox.CloudFormation;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.CloudTrail;
using Lanyard.Sandbox.Console;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Lambda;
using Lanyard.Sandbox.Pages;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.S3;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.SignIn;
using Lanyard.Sandbox.SsoOidc;
using Lanyard.Sandbox.SsoPortal;
using Lanyard.Sandbox.State;
using Lanyard.Sandbox.Sts;
using Lanyard.Sandbox.Workloads;

namespace Lanyard.Sandbox;

/// <summary>
/// The AWS identity emulator: STS, IAM, Identity Center's OIDC service and portal, console sign-in, the sign-in page, and the endpoints at which machines,
/// containers and CI jobs find their identity, as a function from request to answer. It checks signatures, evaluates trust policies, and keeps everything in memory, or in a journal too.
/// </summary>
public sealed partial class SandboxServer : IDisposable
{
    private const int MaxBody = 1024 * 1024;

    // An object that is uploaded whole, or a part of one. What is journaled is kept in the journal, too.
    private const int MaxObject = 256 * 1024 * 1024;
    private const int MaxJournaledObject = 16 * 1024 * 1024;

    private static readonly TimeSpan WebIdentityLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan IdTokenLifetime = TimeSpan.FromMinutes(15);

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly Action<CallRecord>? _log;
    private readonly CallOrder? _order;
    private readonly SandboxState _state;
    private readonly WebIdentityIssuer _issuer;
    private readonly WebIdentityIssuer _signInIssuer;
    private readonly OutboundKeys _outboundKeys;
    private readonly TokenIssuerService _tokenIssuer;
    private readonly DelegationNoticeService _notices;
    private readonly Router _router;
    private readonly StsService _sts;
    private readonly IamService _iam;
    private readonly CloudFormationService _stacks;
    private readonly S3Service _s3;
    private readonly LambdaService _lambda;
    private readonly ApiGatewayService _apis;
    private readonly Dictionary<SandboxService, JsonService> _json;
    private readonly SsoOidcService _oidc;
    private readonly SsoPortalService _portal;
    private readonly SignInService _signIn;
    private readonly ConsoleTokenService _console;
    private readonly FederationService _federation;
    private readonly MetadataService _metadata;
    private readonly ContainerService _container;
    private readonly CiJobService _ciJob;
    private readonly PortalVisitor _visitor;
    private readonly PageService _pages;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="seed">What it holds.</param>
    /// <param name="time">The clock for signatures and expiries.</param>
    /// <param name="publicUrl">The address that sign-in pages are told to open, such as <c>http://127.0.0.1:8080/</c>.</param>
    /// <param name="log">Is told every request, refused ones too, from whatever thread answers it; <see langword="null"/> for nobody.</param>
    /// <param name="order">Lets calls be repeatable, and restores what its journal tells of; <see langword="null"/> for calls at once, with ids that nobody foretells.</param>
    /// <param name="published">Gives what AWS publishes of the handlers of a resource type, for those that the sandbox doesn't know itself; <see langword="null"/> for nothing.</param>
    /// <exception cref="Policy.Documents.PolicyDocumentException">A policy of the seed can't be read.</exception>
    /// <exception cref="ArgumentException">The seed holds a name twice.</exception>
    /// <exception cref="JournalException">The journal is broken, or can't be written.</exception>
    public SandboxServer(SandboxSeed seed, TimeProvider time, Uri publicUrl, Action<CallRecord>? log = null, CallOrder? order = null, Func<string, HandlerSchema?>? published = null)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(publicUrl);
        (_log, _order) = (log, order);
        _state = new SandboxState(seed, order?.Clock ?? time, new IdSource(order?.Random ?? _random)) { Published = published };
        _issuer = Issuer(seed.WebIdentity.Issuer);
        _signInIssuer = Issuer(new Uri("https://signin.aws.amazon.com/signin"));
        _router = new Router(publicUrl, JsonServices.All);
        _outboundKeys = new OutboundKeys(order is null ? null : order.RandomFor);
        _tokenIssuer = new TokenIssuerService(_state, _outboundKeys);
        _notices = new DelegationNoticeService(_state, call => CallerAuthenticator.Authenticate(_state, call, "sns"));
        _sts = new StsService(_state, _issuer, _outboundKeys);
        _iam = new IamService(_state, call => CallerAuthenticator.Authenticate(_state, call, "iam"));
        _stacks = new CloudFormationService(_state, call => CallerAuthenticator.Authenticate(_state, call, "cloudformation"));
        _s3 = new S3Service(_state, call => CallerAuthenticator.Authenticate(_state, call, "s3"));
        _lambda = new LambdaService(_state, call => CallerAuthenticator.Authenticate(_state, call, "lambda"));
        _apis = new ApiGatewayService(_state, call => CallerAuthenticator.Authenticate(_state, call, "apigateway"));
        _json = JsonServices.All.ToDictionary(s => s.Key, s => new JsonService(s.Value, _state, (call, service) => CallerAuthenticator.Authenticate(_state, call, service)));
        _oidc = new SsoOidcService(_state, publicUrl);
        _portal = new SsoPortalService(_state);
        _signIn = new SignInService(_state);
        _console = new ConsoleTokenService(_state, (arn, client) => _signInIssuer.Issue(arn, client, _state.Now, IdTokenLifetime));
        _federation = new FederationService(_state);
        var session = new WorkloadSession(_state);
        _metadata = new MetadataService(_state, session);
        _container = new ContainerService(_state, session);
        _ciJob = new CiJobService(_state, audience => _issuer.Issue(_state.Seed.CiJob!.Subject, audience, _state.Now, WebIdentityLifetime, _state.Seed.CiJob.Claims));
        _visitor = new PortalVisitor(HandleAsync, time, publicUrl, seed.IdentityCenter.StartUrl);
        _pages = new PageService(_state, publicUrl, _visitor);
        if (order is not null)
        {
            Restore(order);
        }

        // What it signed must be good after a restart.
        WebIdentityIssuer Issuer(Uri url) => new(url, order is null ? () => RSA.Create(2048) : () => SeededRsaKey.Create(order.RandomFor(url.OriginalString)));
    }

    /// <summary>Gets what the sandbox was started with.</summary>
    public SandboxSeed Seed => _state.Seed;

    /// <summary>Gets what it knows now.</summary>
    internal SandboxState State => _state;

    /// <summary>Gets the names of the operations that it speaks, in order, by the service's name. Services for people and machines, which have no policies, are left out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Operations { get; } = JsonServices.All.Values
        .Select(s => (s.Name, s.Operations.Keys))
        .Append(("iam", IamOperation.All.Keys))
        .Append(("sts", StsService.OperationNames))
        .Append(("lambda", LambdaService.OperationNames))
        .Append(("apigateway", ApiGatewayService.OperationNames))
        .Append(("s3", S3Service.OperationNames))
        .Append(("cloudformation", CloudFormationService.Operations.Keys))
        .ToDictionary(s => s.Item1, IReadOnlyList<string> (s) => [.. s.Item2.Order(StringComparer.Ordinal)], StringComparer.Ordinal);

    /// <summary>Answers one request. Fits <see cref="WireHandler"/>.</summary>
    /// <param name="request">The request as it was sent.</param>
    /// <param name="cancellationToken">Stops the reading of the request.</param>
    public async ValueTask<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_router.IsPage(request))
        {
            // To look at the sandbox is no call: it isn't logged, and draws no ids.
            return Dated(await _pages.HandleAsync(request, cancellationToken).ConfigureAwait(false));
        }

        ReadOnlyMemory<byte>? body;
        try
        {
            body = await request.ReadBodyAsync(LimitOf(request), cancellationToken).ConfigureAwait(false);
        }
        catch (WireBodyTooLargeException)
        {
            body = null;
        }

        if (_order is not null)
        {
            return AnswerInTurn(_order, request, body);
        }

        var (call, answer) = Answer(request, body);
        return Finish(call, answer);
    }

    private int LimitOf(WireRequest request) => !Router.IsUpload(request) ? MaxBody : _order is null ? MaxObject : MaxJournaledObject;

    /// <summary>Gets the address that lets a browser in to the sandbox's page. Whoever has it can read the users' passwords.</summary>
    public Secret PageLink => _pages.Link;

    /// <summary>Gives the password of an Identity Center user, made up or from the seed.</summary>
    /// <param name="userName">The user.</param>
    /// <returns>The password; <see langword="null"/> for somebody who isn't there.</returns>
    public Secret? PasswordOf(string userName) => _state.PasswordOf(userName);

    /// <summary>Gives the names of the Identity Center users who may sign in now.</summary>
    public IReadOnlyList<string> UserNames => [.. _state.IdentityCenter.Directory.Users.Where(u => u.IsEnabled).Select(u => u.UserName).Order(StringComparer.Ordinal)];

    /// <summary>Gets or sets who is told that Identity Center users came, went or were renamed, before the caller is answered.</summary>
    public Action? UsersChanged
    {
        get => _state.IdentityCenter.Directory.UsersChanged;
        set => _state.IdentityCenter.Directory.UsersChanged = value;
    }

    /// <summary>Gives what an Identity Center user may enter now, the oldest assignment first.</summary>
    /// <param name="userName">The user.</param>
    /// <returns>The account's id, and the permission set's name.</returns>
    public IReadOnlyList<(string AccountId, string PermissionSet)> AssignmentsOf(string userName) => [.. _state.IdentityCenter.AssignmentsOf(userName)];

    /// <summary>Gives the first access key of an IAM user, made up or from the seed.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="userName">The user.</param>
    /// <returns>The key; <see langword="null"/> for somebody who isn't there, or has none.</returns>
    public AwsCredentials? AccessKeyOf(string accountId, string userName) =>
        _state.UserKeys.All().FirstOrDefault(k => k.Caller.Kind == CallerKind.User && k.Caller.AccountId == accountId && k.Caller.Name == userName)?.Credentials;

    /// <summary>Gives the access key of an account's root user.</summary>
    /// <param name="accountId">The account.</param>
    /// <returns>The key; <see langword="null"/> where the seed gave it none.</returns>
    public AwsCredentials? RootKeyOf(string accountId) =>
        _state.UserKeys.All().FirstOrDefault(k => k.Caller.Kind == CallerKind.Root && k.Caller.AccountId == accountId)?.Credentials;

    /// <summary>Gets the seed of an MFA device's codes, made up or from the seed file.</summary>
    /// <param name="serialNumber">The device.</param>
    /// <returns>The seed in Base32; <see langword="null"/> for a device that isn't there.</returns>
    public Secret? MfaSeedOf(string serialNumber) => _state.Iam.FindMfaDevice(serialNumber)?.Codes.Seed;

    /// <summary>Gives the steps of 30 seconds since 1970 whose codes of an MFA device were taken of late: they aren't taken again.</summary>
    public IReadOnlyList<long> MfaStepsUsedOf(string serialNumber) => _state.Iam.FindMfaDevice(serialNumber)?.Codes.Used ?? [];

    /// <summary>Gets the path of the container endpoint that, as in ECS, asks for nothing but knowledge of it.</summary>
    public string RelativeContainerPath => _container.RelativePath;

    /// <summary>Gets the path of the container endpoint that, as in EKS, asks for <see cref="ContainerToken"/>.</summary>
    public static string ContainerPath => ContainerService.FullPath;

    /// <summary>Gets what a client shows the container endpoint in <c>Authorization</c>.</summary>
    public Secret ContainerToken => _container.AuthorizationToken;

    /// <summary>Gets the path and query at which a CI job asks for its identity token.</summary>
    public static string CiJobPath => CiJobService.PathAndQuery;

    /// <summary>Gets what a CI job shows, as a bearer, when it asks for its identity token.</summary>
    public Secret CiJobToken => _ciJob.Token;

    /// <summary>Issues credentials of a permission set without a sign-in, as the portal would after one.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="permissionSet">The permission set.</param>
    /// <returns>The credentials; <see langword="null"/> when the user has no such assignment.</returns>
    public AwsCredentials? IssueRoleCredentials(string userName, string accountId, string permissionSet) =>
        _order is null ? Issue(userName, accountId, permissionSet) : IssueInTurn(_order, userName, accountId, permissionSet);

    /// <summary>Issues a web identity token of the sandbox's own provider, good for ten minutes.</summary>
    /// <param name="subject">The <c>sub</c> claim.</param>
    /// <param name="audience">The <c>aud</c> claim.</param>
    /// <param name="claims">A JSON object of claims besides these, or in their place, where <c>null</c> takes one out; <see langword="null"/> for none.</param>
    public Secret IssueWebIdentityToken(string subject, string audience, string? claims = null) =>
        _issuer.Issue(subject, audience, _state.Now, WebIdentityLifetime, claims);

    /// <inheritdoc/>
    public void Dispose()
    {
        _issuer.Dispose();
        _signInIssuer.Dispose();
        _outboundKeys.Dispose();
        _visitor.Dispose();
        _random.Dispose();
    }

    private AwsCredentials? Issue(string userName, string accountId, string permissionSet) =>
        _state.IdentityCenter.FindAssigned(userName, accountId, permissionSet) is { } role
            ? _state.IssueSession(role.Session(_state.Now), role.Duration).Credentials
            : null;

    // Without a body, which was too large, nobody is called.
    private (CallContext Call, WireResponse Answer) Answer(WireRequest request, ReadOnlyMemory<byte>? body)
    {
        var (id, now) = (_state.Ids.RequestId(), _state.Now);
        if (body is not { } read)
        {
            var refused = new CallContext(request, ReadOnlyMemory<byte>.Empty, new Target(SandboxService.None, "", null), id, now);
            return (refused, Refuse(refused, new ServiceFault("RequestEntityTooLarge", 413, new WireBodyTooLargeException(LimitOf(request)).Message)));
        }

        var target = _router.Find(request, read);
        var call = new CallContext(request, read, target ?? new Target(SandboxService.None, "", null), id, now);
        return (call, target is null ? Misdirected(call) : Throttled(call) ?? Dispatch(call));
    }

    // The date is the clients': they set their clocks by it.
    private WireResponse Dated(WireResponse answer) => answer.With("Date", _state.ClientNow.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));

    private WireResponse Finish(CallContext call, WireResponse answer)
    {
        foreach (var record in Keep(call, answer))
        {
            _log?.Invoke(record);
        }

        return Dated(Answers.WithRequestId(answer, call));
    }

    // The calls that services made to answer this one come before it.
    private List<CallRecord> Keep(CallContext call, WireResponse answer)
    {
        var records = new List<CallRecord>();
        foreach (var one in call.Inner.Append(call))
        {
            records.Add(RecordOf(one, one == call ? answer.Status : one.Status));
            _state.Calls.Add(records[^1], TrailParameters.Origin(one));
        }

        return records;
    }

    private CallRecord RecordOf(CallContext call, int status) => new(
        call.Now, call.Target.Name, call.Operation, call.AccessKeyId, call.Principal, Name(call.Decision), status, call.Error, call.Reason)
    {
        EncodedMessage = call.Failure?.Seal(_state.Seal),
    };

    private WireResponse Dispatch(CallContext call) => call.Target.Service switch
    {
        SandboxService.Sts => _sts.Handle(call),
        SandboxService.Iam => _iam.Handle(call),
        SandboxService.Lambda => _lambda.Handle(call),
        SandboxService.ApiGateway => _apis.Handle(call),
        SandboxService.S3 => _s3.Handle(call),
        SandboxService.CloudFormation => _stacks.Handle(call),
        _ when _json.GetValueOrDefault(call.Target.Service) is { } service => service.Handle(call),
        SandboxService.SsoOidc => _oidc.Handle(call),
        SandboxService.SsoPortal => _portal.Handle(call),
        SandboxService.SignIn => _signIn.Handle(call),
        SandboxService.ConsoleToken => _console.Handle(call),
        SandboxService.Federation => _federation.Handle(call),
        SandboxService.Metadata => _metadata.Handle(call),
        SandboxService.Container => _container.Handle(call),
        SandboxService.CiJob => _ciJob.Handle(call),
        SandboxService.TokenIssuer => _tokenIssuer.Handle(call),
        SandboxService.DelegationNotices => _notices.Handle(call),
        _ when call.Target.Name.Length > 0 => NotBuilt(call),
        _ => Refuse(call, new ServiceFault("UnknownOperationException", 404, "lanyard sandbox serves nothing at this path")),
    };

    private WireResponse? Throttled(CallContext call)
    {
        if (_state.Throttles.IsEmpty)
        {
            return null;
        }

        var operation = ThrottlingFaults.OperationOf(call);
        if (_state.Throttles.Takes(call.Target.Name, operation, _state.ClientNow))
        {
            return null;
        }

        call.Operation = operation.Length is > 0 and <= 64 && operation.All(char.IsAsciiLetterOrDigit) ? operation : null;
        return Refuse(call, ThrottlingFaults.Of(call));
    }

    // Who called is found out and logged all the same; a signature that isn't good is told before anything else, as AWS does.
    private WireResponse NotBuilt(CallContext call)
    {
        if (SigV4Authorization.Read(call.Request).Claim is { } claim)
        {
            try
            {
                CallerAuthenticator.Authenticate(_state, call, claim.Scope.Service);
            }
            catch (ServiceFault fault)
            {
                return Refuse(call, fault);
            }
        }

        return Refuse(call, new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't speak {call.Target.Name} yet"));
    }

    private static WireResponse Misdirected(CallContext call) => Refuse(call, new ServiceFault(
        "MisdirectedRequest", 421, "lanyard sandbox answers for AWS's hosts and for this computer's loopback addresses only"));

    private static WireResponse Refuse(CallContext call, ServiceFault fault)
    {
        call.Fail(fault);
        return Answers.NotBuilt(call, fault);
    }

    private static string? Name(Outcome? decision) => decision switch
    {
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "explicitDeny",
        Outcome.ImplicitDeny => "implicitDeny",
        _ => null,
    };
}
