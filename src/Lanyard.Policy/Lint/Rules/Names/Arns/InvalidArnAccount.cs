using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// An account that is neither twelve digits nor a word that ARNs of the service have there, such as <c>aws</c>. An account where there may be none is another rule's.
/// </summary>
internal sealed class InvalidArnAccount() : ArnRule("INVALID_ARN_ACCOUNT")
{
    private const int Digits = 12;

    public override string Title => "an account in an ARN that isn't twelve digits";

    public override string Mending => "Write the account's twelve digits, or * for all.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn)
    {
        var account = arn.Account;
        return account.Length == 0 || account is "*" or "aws" || !arn.Knows(ArnPart.Account)
            || (account.All(c => char.IsAsciiDigit(c) || c is '*' or '?') && Overlap.Any(account, new string('?', Digits)))
            || resource.Formats.Any(format => format.Pattern.Account == account)
            || (!resource.Formats.IsEmpty && ArnAccountNotAllowed.IsWithoutAccount(resource))
                ? null
                : Found(resource.Text.Place, $"the account \"{account}\" in \"{resource.Text.Value}\" isn't twelve digits");
    }
}
