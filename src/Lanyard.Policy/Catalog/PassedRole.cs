namespace Lanyard.Policy.Catalog;

/// <summary>A role that an action hands to a service, for which the caller needs <c>iam:PassRole</c>.</summary>
/// <param name="Principal">The service that will use the role: the value of <c>iam:PassedToService</c>, and the principal in the role's trust policy.</param>
/// <param name="Parameter">Where the request names the role, such as <c>Role</c> or <c>Configuration.ExecutionRole</c>; empty where that isn't known.</param>
/// <param name="IsAlways">Whether every call passes a role, not only one that sets the parameter.</param>
public sealed record PassedRole(string Principal, string Parameter, bool IsAlways);
