using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>A rule that no policy is held against: who reads the files states what it finds there.</summary>
public sealed class StatedRule : Rule
{
    private static readonly Uri Validation = new("https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-validation.html");

    private StatedRule(string id, Severity severity, string title, string mending, Uri? link = null)
        : base(id, severity, RuleOrigin.Lanyard) => (Title, Mending, Link) = (title, mending, link ?? Validation);

    /// <summary>Gets the rule about YAML that can't be read.</summary>
    public static StatedRule YamlSyntax { get; } = new(
        "LANYARD_YAML_SYNTAX_ERROR", Severity.Error, "a text that isn't YAML", "Correct the YAML at that place.", new Uri("https://yaml.org/spec/1.2.2/"));

    /// <summary>Gets the rule about accepted findings of a rule that there isn't.</summary>
    public static StatedRule UnknownAcceptance { get; } = new(
        "LANYARD_UNKNOWN_ACCEPTANCE", Severity.Error, "an accepted finding with an id that no rule has", "Correct the id, or take the entry out.");

    /// <summary>Gets the rule about accepted findings without a reason.</summary>
    public static StatedRule AcceptanceWithoutReason { get; } = new(
        "LANYARD_ACCEPTANCE_WITHOUT_REASON", Severity.Error, "an accepted finding without a reason", "Say in `reason` why the finding is no problem here.");

    /// <summary>Gets the rule about accepted findings that aren't made any more.</summary>
    public static StatedRule StaleAcceptance { get; } = new(
        "LANYARD_STALE_ACCEPTANCE", Severity.Warning, "an accepted finding that nothing makes any more", "Take the entry out.");

    /// <summary>Gets them all.</summary>
    public static ImmutableArray<StatedRule> Every { get; } = [YamlSyntax, UnknownAcceptance, AcceptanceWithoutReason, StaleAcceptance];

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Mending { get; }

    /// <inheritdoc/>
    public override Uri Link { get; }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(CheckedPolicy policy) => [];

    /// <summary>States a finding.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="message">What is wrong there, as a sentence without the place.</param>
    /// <param name="mending">What to do about this one; <see langword="null"/> for what the rule says.</param>
    public Finding State(Place place, string message, string? mending = null) => Found(place, message, mending: mending);
}
