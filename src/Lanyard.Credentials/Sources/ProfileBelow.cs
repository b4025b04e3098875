namespace Lanyard.Credentials.Sources;

/// <summary>A local profile by which a stage's role is assumed, in the place of another stage.</summary>
/// <param name="Stage">The name of the stage that the role is assumed from.</param>
/// <param name="AccountId">The account of that stage, which the profile must lead to.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Hops">How many roles are assumed from it on.</param>
public sealed record ProfileBelow(string Stage, string AccountId, string Profile, int Hops);
