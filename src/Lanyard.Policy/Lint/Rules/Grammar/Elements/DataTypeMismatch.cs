using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A value of a JSON type that its element doesn't take. A principal that is no object is another rule's.</summary>
internal sealed class DataTypeMismatch() : Rule("DATA_TYPE_MISMATCH", Severity.Error)
{
    public override string Title => "a value of the wrong JSON type";

    public override string Mending => "Write the value in the JSON type that it needs: text is in quotes, several values are in brackets.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from problem in policy.Problems
        where problem.Kind == DocumentProblemKind.WrongType && problem.Place.Path.Name is not ("Principal" or "NotPrincipal")
        select Found(problem.Place, problem.Message);
}
