namespace Lanyard.EndToEnd.Deployments;

/// <summary>
/// The backend in <c>apps/amplify</c>, as <c>ampx pipeline-deploy</c> synthesized it. What Amplify's tool does with that is CDK's work, and here CDK's tool does it: the other
/// comes with 860 MB of packages.
/// </summary>
public sealed class AmplifyApp() : CdkApp("amplify", Stack, "amplify")
{
    /// <summary>The root stack.</summary>
    public const string Stack = "amplify-d1a2b3c4e5f6g7-main-branch-8500a8d617";
}
