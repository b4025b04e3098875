using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>One thing that is looked for in a policy. A rule keeps no state: any number of policies may be checked at the same time.</summary>
public abstract class Rule
{
    private const string Page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

    /// <summary>Creates a rule.</summary>
    /// <param name="id">Its id; of Access Analyzer's checks the issue code.</param>
    /// <param name="severity">How bad its findings are.</param>
    /// <param name="origin">Who else would make them.</param>
    protected Rule(string id, Severity severity, RuleOrigin origin = RuleOrigin.AccessAnalyzer) => (Id, Severity, Origin) = (id, severity, origin);

    /// <summary>Gets the id, in capitals with underscores.</summary>
    public string Id { get; }

    /// <summary>Gets how bad its findings are.</summary>
    public Severity Severity { get; }

    /// <summary>Gets who else would make them.</summary>
    public RuleOrigin Origin { get; }

    /// <summary>Gets what it finds, as half a sentence, such as "an action that doesn't exist".</summary>
    public abstract string Title { get; }

    /// <summary>Gets what to do about it, in a sentence.</summary>
    public abstract string Mending { get; }

    /// <summary>Gets where to read more.</summary>
    public virtual Uri Link => new($"{Page}#access-analyzer-reference-policy-checks-{SeverityOnPage}-{Id.ToLowerInvariant().Replace('_', '-')}");

    private string SeverityOnPage => Severity switch
    {
        Severity.SecurityWarning => "security-warning",
        Severity.Warning => "general-warning",
        Severity.Suggestion => "suggestion",
        _ => "error",
    };

    /// <summary>Looks for it.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>What was found, in any order.</returns>
    public abstract IEnumerable<Finding> Check(CheckedPolicy policy);

    /// <summary>Makes a finding of this rule.</summary>
    /// <param name="place">Where it is: the smallest part of the policy that is to be changed.</param>
    /// <param name="message">What is wrong there, as a sentence without the place.</param>
    /// <param name="fix">An edit that mends it and can't change for worse what the policy means; <see langword="null"/> where a person must decide.</param>
    /// <param name="mending">What to do about this one; <see langword="null"/> for what the rule says.</param>
    protected Finding Found(Place place, string message, Fix? fix = null, string? mending = null) => new(this, message, place, mending ?? Mending, fix);
}
