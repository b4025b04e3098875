using System.Runtime.InteropServices;
using System.Text;
using Lanyard.EndToEnd.Running;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.EndToEnd.Vault;

/// <summary>A process that uses a vault and does what it is told: <c>tests/Lanyard.VaultUser</c>.</summary>
internal sealed class VaultProcess : IVaultUser, IAsyncDisposable
{
    private readonly RunningProcess _process;
    private readonly SemaphoreSlim _one = new(1);
    private int _answers;

    /// <summary>Starts one.</summary>
    /// <param name="environment">Its environment.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="arguments">The vault's name, and what else the program takes.</param>
    public VaultProcess(IReadOnlyDictionary<string, string> environment, string folder, params string[] arguments)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string program = typeof(VaultProcess).Assembly.Location.Replace("Lanyard.EndToEnd", "Lanyard.VaultUser", StringComparison.Ordinal);
        _process = RunningProcess.Start([dotnet, program, .. arguments], environment, folder, keepsInput: true);
    }

    public async Task<string?> FindAsync(string name) => Text(await AskAsync($"find {name}"));

    public async Task StoreAsync(string name, string secret) =>
        Assert.Equal("stored", await AskAsync($"store {name} {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))}"));

    public async Task<bool> RemoveAsync(string name)
    {
        string answer = await AskAsync($"remove {name}");
        return answer == "removed" || (answer == "absent" ? false : throw Unexpected(answer));
    }

    /// <summary>Gives the key that sessions would be encrypted with; null where there is none.</summary>
    public async Task<string?> SessionKeyAsync()
    {
        string answer = await AskAsync("session-key");
        return answer == "absent" ? null : answer.StartsWith("found ", StringComparison.Ordinal) ? answer[6..] : throw Unexpected(answer);
    }

    /// <summary>Has it do what must fail.</summary>
    /// <returns>The error's code, and what it says with how to mend it.</returns>
    public async Task<(string Code, string Said)> FailAsync(string line)
    {
        string[] words = (await AskAsync(line)).Split(' ');
        Assert.Equal("failed", words[0]);
        return (words[1], Encoding.UTF8.GetString(Convert.FromBase64String(words[2])));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _one.Dispose();
    }

    private async Task<string> AskAsync(string line)
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            int number = _answers++;
            await _process.WriteAsync(line + "\n");
            return await _process.WaitForAsync((output, _) => output.Split('\n') is var lines && lines.Length > number + 1 ? lines[number] : null);
        }
        finally
        {
            _one.Release();
        }
    }

    private static string? Text(string answer) => answer == "absent" ? null
        : answer.StartsWith("found ", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(answer[6..]))
        : throw Unexpected(answer);

    private static InvalidOperationException Unexpected(string answer) => new(answer.Split(' ') is ["failed", var code, var said]
        ? $"{code}: {Encoding.UTF8.GetString(Convert.FromBase64String(said))}"
        : answer);
}
