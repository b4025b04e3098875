using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials;

namespace Lanyard.Cli.Hosting;

/// <summary>What a sandbox's sign-in page is approved with, from the file that a sandbox keeps of everybody who may sign in.</summary>
/// <param name="Sandbox">The sandbox's address.</param>
/// <param name="UserName">Who signs in.</param>
/// <param name="Password">The password.</param>
internal sealed record SandboxSignIn(Uri Sandbox, string UserName, Secret Password)
{
    /// <summary>Names the variable that says who signs in, instead of who is at home in the sandbox.</summary>
    public const string UserVariable = "LANYARD_SANDBOX_USER";

    /// <summary>Names the variable that leads to the file.</summary>
    public const string FileVariable = "LANYARD_SANDBOX_SIGN_IN";

    /// <summary>Reads the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="userName">Who signs in; null for who is at home in the sandbox.</param>
    /// <exception cref="CredentialsException">The file can't be read, or the person may not sign in.</exception>
    public static SandboxSignIn Read(string file, string? userName)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = document.RootElement;
            var name = userName ?? root.GetProperty("userName").GetString()!;
            return root.GetProperty("passwords").TryGetProperty(name, out var password)
                ? new SandboxSignIn(new Uri(root.GetProperty("sandbox").GetString()!), name, new Secret(password.GetString()!))
                : throw new CredentialsException(
                    CliErrorCodes.ApprovalFailed,
                    userName is null ? "the sandbox's user may not sign in any more" : $"the sandbox has no user that may sign in and is called what {UserVariable} says",
                    $"set {UserVariable} to one of the names in {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CredentialsException(CliErrorCodes.ApprovalFailed, $"the sandbox's sign-in file {file} can't be read; has the sandbox ended?");
        }
    }
}
