using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>An account where no ARN of the resource has one. <c>*</c> stands for nothing too, and does no harm.</summary>
internal sealed class ArnAccountNotAllowed() : ArnRule("ARN_ACCOUNT_NOT_ALLOWED")
{
    public override string Title => "an account in an ARN that has none";

    public override string Mending => "Leave the account out, and keep its colons.";

    /// <summary>Whether no ARN that the resource may be has an account.</summary>
    public static bool IsWithoutAccount(CheckedResource resource) => resource.Formats.All(format => format.Pattern.Account.Length == 0);

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn) =>
        arn.Account is not "" && arn.Account.AsSpan().IndexOfAnyExcept('*') >= 0 && resource.HasFormats(ArnPart.Account) && IsWithoutAccount(resource)
            ? Found(
                resource.Text.Place,
                $"\"{resource.Text.Value}\" has the account \"{arn.Account}\", but {resource.Formats[0].Type.Name} of {arn.Service} is {resource.Formats[0].Format}, without one")
            : null;
}
