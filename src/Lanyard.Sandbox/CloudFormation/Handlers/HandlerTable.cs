using Lanyard.Sandbox.CloudFormation.Iam;
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
        ["AWS::IAM::ManagedPolicy"] = new ManagedPolicyHandler(),
        ["AWS::S3::Bucket"] = new BucketHandler(),
        ["AWS::S3::BucketPolicy"] = new BucketPolicyHandler(),
        ["AWS::SSM::Parameter"] = new ParameterHandler(),
    };

    private HandlerTable(IReadOnlyDictionary<string, ResourceRule> rules, IReadOnlyDictionary<string, string> forms)
    {
        Rules = rules;
        foreach (var (type, rule) in rules)
        {
            _handlers.TryAdd(type, new RecordedHandler(rule, forms));
        }
    }

    /// <summary>Gets the handlers that come with the program.</summary>
    public static HandlerTable Embedded => Loaded.Value;

    private static Lazy<HandlerTable> Loaded { get; } = new(Load);

    /// <summary>Gets what is written down of types that are recorded as made.</summary>
    public IReadOnlyDictionary<string, ResourceRule> Rules { get; }

    /// <summary>Gets the types.</summary>
    public IEnumerable<string> Types => _handlers.Keys;

    /// <summary>Finds the handler of a type.</summary>
    /// <returns>The handler; <see langword="null"/> where the sandbox doesn't know the type.</returns>
    public ResourceHandler? Find(string type) => _handlers.GetValueOrDefault(type.StartsWith("Custom::", StringComparison.Ordinal) ? "AWS::CloudFormation::CustomResource" : type);

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
