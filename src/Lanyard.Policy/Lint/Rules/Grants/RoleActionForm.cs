namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>How a statement comes to allow an action on too many roles.</summary>
internal enum RoleActionForm
{
    /// <summary>The action by name, with <c>NotResource</c>.</summary>
    NotResource,

    /// <summary>A wildcard that holds the action, with <c>NotResource</c>.</summary>
    StarInActionAndNotResource,

    /// <summary><c>NotAction</c> without the action, with <c>NotResource</c>.</summary>
    NotActionAndNotResource,

    /// <summary>The action by name, on every role.</summary>
    StarInResource,

    /// <summary>A wildcard that holds the action, on every role.</summary>
    StarInActionAndResource,

    /// <summary><c>NotAction</c> without the action, on every role.</summary>
    StarInResourceAndNotAction,
}
