namespace Lanyard.Policy.Lint;

/// <summary>Who else would make a finding.</summary>
public enum RuleOrigin
{
    /// <summary>IAM Access Analyzer's ValidatePolicy, under the same id.</summary>
    AccessAnalyzer,

    /// <summary>IAM or Organizations, which refuse to save the policy.</summary>
    SaveTime,

    /// <summary>Nobody at AWS: what people who deploy need to know beside that.</summary>
    Lanyard,
}
