using Lanyard.Sandbox.CloudFormation.Iam;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.CloudFormation.Storage;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>The handlers of all types that the sandbox knows. What they call is written down here, by AWS's documentation and its published handlers.</summary>
internal sealed class HandlerTable
{
    private readonly Dictionary<string, ResourceHandler> _handlers = new(StringComparer.Ordinal)
    {
        ["AWS::CloudFormation::Stack"] = new NestedStackHandler(),
        ["AWS::IAM::Role"] = new RoleHandler(),
        ["AWS::IAM::Policy"] = new InlinePolicyHandler(),
        ["AWS::IAM::RolePolicy"] = new HolderPolicyHandler("Role"),
        ["AWS::IAM::UserPolicy"] = new HolderPolicyHandler("User"),
        ["AWS::IAM::GroupPolicy"] = new HolderPolicyHandler("Group"),
        ["AWS::IAM::User"] = new MemberHandler("User"),
        ["AWS::IAM::Group"] = new MemberHandler("Group"),
        ["AWS::IAM::InstanceProfile"] = new InstanceProfileHandler(),
        ["AWS::IAM::OIDCProvider"] = new OidcProviderHandler(),
        ["AWS::IAM::ServiceLinkedRole"] = new ServiceLinkedRoleHandler(),
        ["AWS::IAM::ManagedPolicy"] = new ManagedPolicyHandler(),
        ["AWS::S3::Bucket"] = new BucketHandler(),
        ["AWS::S3::BucketPolicy"] = new BucketPolicyHandler(),
        ["AWS::SSM::Parameter"] = new ParameterHandler(),
    };

    private readonly Func<string, HandlerSchema?>? _published;

    private HandlerTable(IReadOnlyDictionary<string, ResourceRule> rules, IReadOnlyDictionary<string, string> forms)
    {
        Rules = rules;
        foreach (var (type, rule) in rules)
        {
            _handlers.TryAdd(type, new RecordedHandler(rule, forms));
        }
    }

    private HandlerTable(HandlerTable own, Func<string, HandlerSchema?> published) => (_handlers, Rules, _published) = (own._handlers, own.Rules, published);

    /// <summary>Gets the handlers that come with the program.</summary>
    public static HandlerTable Embedded => Loaded.Value;

    private static Lazy<HandlerTable> Loaded { get; } = new(Load);

    /// <summary>Gets what is written down of types that are recorded as made.</summary>
    public IReadOnlyDictionary<string, ResourceRule> Rules { get; }

    /// <summary>Gets the types.</summary>
    public IEnumerable<string> Types => _handlers.Keys;

    /// <summary>Gives the table with handlers of more types, as AWS publishes what they call.</summary>
    /// <param name="published">Gives what is published of a type; <see langword="null"/> for nothing.</param>
    public HandlerTable With(Func<string, HandlerSchema?> published) => new(this, published);

    /// <summary>Finds the handler of a type. One that is published without an action that makes it isn't known: it would be made without asking for anything.</summary>
    /// <returns>The handler; <see langword="null"/> where the sandbox doesn't know the type.</returns>
    public ResourceHandler? Find(string type) => _handlers.GetValueOrDefault(type)
        ?? (type.StartsWith("Custom::", StringComparison.Ordinal) ? _handlers["AWS::CloudFormation::CustomResource"] : null)
        ?? (_published?.Invoke(type) is { } schema && SchemaHandler.IsKnown(schema) ? new SchemaHandler(schema) : null);

    private static HandlerTable Load()
    {
        var (rules, forms) = (new Dictionary<string, ResourceRule>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var assembly = typeof(HandlerTable).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".handlers", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var reader = new HandlerReader(resource);
            foreach (var rule in reader.Read(text.ReadToEnd()))
            {
                rules.Add(rule.Type, rule);
            }

            foreach (var (name, pattern) in reader.Forms)
            {
                forms.Add(name, pattern);
            }
        }

        return new HandlerTable(rules, forms);
    }
}
