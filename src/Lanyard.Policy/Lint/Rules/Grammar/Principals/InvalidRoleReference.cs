namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A role by its unique id.</summary>
internal sealed class InvalidRoleReference() : UniqueIdRule("INVALID_ROLE_REFERENCE", "AROA", "role");
