namespace Lanyard.Credentials.SignIn;

/// <summary>How a sign-in reaches the person at the machine.</summary>
/// <param name="OpenBrowser">Opens a page; tells whether it could. <see langword="null"/> where no browser may be opened.</param>
/// <param name="Say">Writes a line to the terminal.</param>
public sealed record SignInPerson(Func<Uri, CancellationToken, Task<bool>>? OpenBrowser, Action<string> Say);
