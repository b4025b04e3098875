namespace Lanyard.Policy.Documents;

/// <summary>What a problem of a document is about.</summary>
public enum DocumentProblemKind
{
    /// <summary>A value has another JSON type than the element takes.</summary>
    WrongType,

    /// <summary>An object has a name that means nothing there.</summary>
    UnknownElement,

    /// <summary>A name comes twice in one object; of condition keys also when only the case differs.</summary>
    DuplicateElement,

    /// <summary>An element and its Not form stand in one statement.</summary>
    BothForms,

    /// <summary>An element that must be there isn't.</summary>
    MissingElement,

    /// <summary><c>Version</c> names no version of the language.</summary>
    InvalidVersion,

    /// <summary><c>Effect</c> is neither <c>Allow</c> nor <c>Deny</c>.</summary>
    InvalidEffect,

    /// <summary>A principal is neither <c>"*"</c> nor an object of known kinds.</summary>
    InvalidPrincipal,

    /// <summary>There is no condition operator of that name.</summary>
    InvalidOperator,
}

/// <summary>Something for which IAM would refuse a document.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What is wrong, without the place.</param>
/// <param name="Place">Where it is.</param>
public sealed record DocumentProblem(DocumentProblemKind Kind, string Message, Place Place);
