namespace Lanyard.Policy.Lint;

/// <summary>How bad a finding is, in the classes of IAM Access Analyzer's policy validation.</summary>
public enum Severity
{
    /// <summary>A part of the policy doesn't work, or AWS refuses it.</summary>
    Error,

    /// <summary>The policy allows more than is safe.</summary>
    SecurityWarning,

    /// <summary>The policy isn't as it should be, without being unsafe.</summary>
    Warning,

    /// <summary>The policy could be written better, and would mean the same.</summary>
    Suggestion,
}
