using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint.Rules.Grammar.Principals;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// A principal under <c>AWS</c> that is none by its form: neither an account, an ARN of one in IAM or STS, nor a unique id. Whether it exists
/// isn't known here. Wildcards and variables in it are other rules'.
/// </summary>
internal sealed class InvalidPrincipal() : PrincipalRule("IAM_INVALID_PRINCIPAL", Severity.Error, RuleOrigin.SaveTime)
{
    private const int AccountDigits = 12;
    private const int CanonicalLength = 64;
    private const int ShortestId = 16;

    private static readonly string[] OfIam = ["user/", "role/"];
    private static readonly string[] OfSts = ["assumed-role/", "federated-user/", "self"];

    public override string Title => "a principal that can't be one";

    public override string Mending => "Write the account's twelve digits, or the ARN of a role, user or session, as in \"arn:aws:iam::123456789012:role/NAME\".";

    public override Uri Link => SavingPages.Page("reference_policies_elements_principal.html");

    protected override Finding? Check(CheckedStatement statement, PrincipalKind kind, PolicyText value)
    {
        var text = value.Value;
        return kind != PrincipalKind.Aws || Placeholder.IsIn(text) || text.AsSpan().ContainsAny('*', '?', '$') || IsOne(text)
            ? null
            : Found(value.Place, $"\"{text}\" is neither an account nor the ARN of a role, user or session", mending: MendingOf(text));
    }

    private static bool IsOne(string text) => Arn.TryParse(text, out var arn)
        ? arn.Region.Length == 0 && ((arn.Service == "iam" && (arn.Resource == "root" || Array.Exists(OfIam, start => arn.Resource.StartsWith(start, StringComparison.Ordinal))))
            || (arn.Service == "sts" && Array.Exists(OfSts, start => arn.Resource.StartsWith(start, StringComparison.Ordinal))))
        : (text.Length == AccountDigits && text.All(char.IsAsciiDigit))
            || (text.Length == CanonicalLength && text.All(char.IsAsciiHexDigit))
            || (text.Length >= ShortestId && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) && text.StartsWith('A'));

    private static string? MendingOf(string text) => ServiceName.IsOne(text) ? $"Write it as {{\"Service\": \"{text}\"}}." : null;
}
