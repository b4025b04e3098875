using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>What a statement does to the requests it matches.</summary>
public enum Effect
{
    /// <summary>The requests are allowed, unless something denies them.</summary>
    Allow,

    /// <summary>The requests are denied, whatever allows them.</summary>
    Deny,
}

/// <summary>One statement of a policy document.</summary>
/// <param name="Index">Its number in the document, counted from 0.</param>
/// <param name="Place">Where it is, braces included.</param>
/// <param name="Sid">The <c>Sid</c> element, if there is one.</param>
/// <param name="Effect">The <c>Effect</c> element.</param>
/// <param name="EffectPlace">Where the value of <c>Effect</c> is.</param>
/// <param name="Principal">The <c>Principal</c> or <c>NotPrincipal</c> element, if there is one.</param>
/// <param name="Action">The <c>Action</c> or <c>NotAction</c> element.</param>
/// <param name="Resource">The <c>Resource</c> or <c>NotResource</c> element; role trust policies have none.</param>
/// <param name="Conditions">The operators of the <c>Condition</c> element, all of which must hold; empty without one.</param>
public sealed record Statement(
    int Index,
    Place Place,
    PolicyText? Sid,
    Effect Effect,
    Place EffectPlace,
    PrincipalElement? Principal,
    TextListElement Action,
    TextListElement? Resource,
    ImmutableArray<ConditionBlock> Conditions)
{
    /// <summary>Where it starts.</summary>
    public TextPosition At => Place.Start;

    /// <summary>Where the value of <c>Effect</c> starts.</summary>
    public TextPosition EffectAt => EffectPlace.Start;
}

/// <summary>An <c>Action</c>, <c>NotAction</c>, <c>Resource</c> or <c>NotResource</c> element.</summary>
/// <param name="Key">The element's name as written.</param>
/// <param name="Values">The patterns; a single string without brackets is a list of one.</param>
public sealed record TextListElement(PolicyText Key, ImmutableArray<PolicyText> Values)
{
    /// <summary>The element's name.</summary>
    public string Name => Key.Value;

    /// <summary>Where the name starts.</summary>
    public TextPosition At => Key.At;

    /// <summary>Whether the element means everything but its values.</summary>
    public bool Negated => Name.StartsWith("Not", StringComparison.Ordinal);
}

/// <summary>A <c>Principal</c> or <c>NotPrincipal</c> element.</summary>
/// <param name="Key">The element's name as written.</param>
/// <param name="Entries">The principals in the order they are written.</param>
public sealed record PrincipalElement(PolicyText Key, ImmutableArray<PrincipalEntry> Entries)
{
    /// <summary>The element's name.</summary>
    public string Name => Key.Value;

    /// <summary>Where the name starts.</summary>
    public TextPosition At => Key.At;

    /// <summary>Whether the element means everybody but its entries.</summary>
    public bool Negated => Name.StartsWith("Not", StringComparison.Ordinal);
}

/// <summary>The kinds of principals that a policy can name.</summary>
public enum PrincipalKind
{
    /// <summary>The bare <c>"*"</c>: everybody, also without credentials.</summary>
    Everyone,

    /// <summary><c>AWS</c>: an account, user, role or session, or <c>*</c>.</summary>
    Aws,

    /// <summary><c>Service</c>: an AWS service, such as <c>lambda.amazonaws.com</c>.</summary>
    Service,

    /// <summary><c>Federated</c>: an identity provider.</summary>
    Federated,

    /// <summary><c>CanonicalUser</c>: an account by its Amazon S3 canonical user id.</summary>
    CanonicalUser,
}

/// <summary>One principal that a statement names.</summary>
/// <param name="Kind">The key it is written under.</param>
/// <param name="Value">The account id, ARN, service name, provider or canonical id.</param>
public sealed record PrincipalEntry(PrincipalKind Kind, PolicyText Value);
