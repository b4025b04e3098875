using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>No account where every ARN of the resource has one. Services in which AWS itself has resources, without an account, aren't looked at.</summary>
internal sealed class MissingArnAccount() : ArnRule("MISSING_ARN_ACCOUNT")
{
    public override string Title => "an ARN without the account that it needs";

    public override string Mending => "Write the account's twelve digits, or * for all.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn) =>
        arn.Account.Length == 0 && !KnownNames.WithResourcesOfAws.Contains(arn.Service) && resource.HasFormats(ArnPart.Account) && resource.Formats.All(format => format.Pattern.Account.Length > 0)
            ? Found(
                resource.Text.Place,
                $"\"{resource.Text.Value}\" names no account, but {resource.Formats[0].Type.Name} of {arn.Service} is {resource.Formats[0].Format}")
            : null;
}
