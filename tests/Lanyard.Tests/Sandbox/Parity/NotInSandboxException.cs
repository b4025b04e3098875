namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>A scenario has something that no sandbox can be brought to have.</summary>
/// <param name="reason">What, in a few words that are the same for all such scenarios.</param>
internal sealed class NotInSandboxException(string reason) : Exception(reason);
