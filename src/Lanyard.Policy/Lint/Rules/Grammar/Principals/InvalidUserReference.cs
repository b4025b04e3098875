namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A user by its unique id.</summary>
internal sealed class InvalidUserReference() : UniqueIdRule("INVALID_USER_REFERENCE", "AIDA", "user");
