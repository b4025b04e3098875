using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;
using Lanyard.Credentials.Vault.Rotation;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Credentials.Vault.Rotation;

/// <summary>The power went off: nothing that runs gets to clean up.</summary>
internal sealed class PowerOffException : Exception;

/// <summary>A user's key in a vault, an AWS that knows it, and a power supply.</summary>
internal sealed class RotationRig : IDisposable
{
    public const string Entry = "ci";
    private readonly TestAws _aws;
    private readonly PoweredTime _clock;
    private int? _left;

    public RotationRig(SandboxSeed? seed = null)
    {
        _aws = new TestAws(seed);
        _clock = new PoweredTime(this, _aws);
        Old = _aws.Ci;
        Vault.Put(Entry, Old);
        Store.Changing = Tick;
        _aws.Before = async (_, pass) =>
        {
            Tick();
            var answer = await pass();
            Tick();
            return answer;
        };
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public MemoryVault Store { get; } = new();

    public AwsCredentials Old { get; }

    public List<string> Said { get; } = [];

    public TestAws Aws => _aws;

    public AccessKeyVault Vault => new(Store, new VaultIndex(_aws.Home["state"]), _clock);

    public RotationRecords Records => new(_aws.Home["state"]);

    public KeyRotation Rotation => new(Vault, Records, Calls, _clock, Said.Add);

    public RotationUndo Undo => new(Vault, Records, Calls, _clock, Said.Add);

    private IamClient Iam => new(_aws.Client, new Endpoint(TestAws.Url, "us-east-1"));

    private UserKeyCalls Calls => new(Iam, new StsClient(_aws.Client, new Endpoint(TestAws.Url, "eu-west-1")), _clock, Said.Add);

    /// <summary>Runs something until the power goes off.</summary>
    /// <param name="effects">How many effects come about before that.</param>
    /// <param name="work">The work.</param>
    /// <returns>Whether it went off before the work was done.</returns>
    public async Task<bool> BreakAsync(int effects, Func<Task> work)
    {
        _left = effects;
        try
        {
            await work();
            return false;
        }
        catch (PowerOffException)
        {
            return true;
        }
        finally
        {
            _left = null;
        }
    }

    public async Task RotateAsync() => await Rotation.RunAsync(Entry, Ct);

    public async Task UndoAsync() => await Undo.RunAsync(Entry, Ct);

    public async Task FinishAsync() => await Rotation.FinishAsync(Entry, false, Ct);

    public void Advance(TimeSpan by) => _aws.Advance(by);

    /// <summary>What is true whatever happens: the vault's key works.</summary>
    public async Task<AwsCredentials> AssertWorksAsync()
    {
        var key = new AccessKeyVault(Store, new VaultIndex(_aws.Home["state"]), _aws.Time).Find(Entry)!;
        Assert.Equal("arn:aws:iam::111111111111:user/ci", await _aws.ArnOfAsync(key));
        return key;
    }

    /// <summary>The user's keys at AWS.</summary>
    public async Task<IReadOnlyList<IamAccessKey>> KeysAsync() => await Iam.ListAccessKeysAsync(await AssertWorksAsync(), Ct);

    public async Task AssertRotatedAsync()
    {
        var key = await AssertWorksAsync();
        Assert.NotEqual(Old.AccessKeyId, key.AccessKeyId);
        Assert.Equal([(Old.AccessKeyId, false), (key.AccessKeyId, true)], (await KeysAsync()).Select(k => (k.Id, k.IsActive)));
        Assert.Equal(key.AccessKeyId, Vault.Index.Find(Entry)!.AccessKeyId);
        Assert.Equal(["keys/ci", "keys/ci.old"], Store.Names);
        Assert.Equal(RotationStep.Inactive, Records.Find(Entry)!.Step);
    }

    public async Task AssertAsBeforeAsync()
    {
        Assert.Equal(Old.AccessKeyId, (await AssertWorksAsync()).AccessKeyId);
        Assert.Equal([(Old.AccessKeyId, true)], (await KeysAsync()).Select(k => (k.Id, k.IsActive)));
        Assert.Equal(Old.AccessKeyId, Vault.Index.Find(Entry)!.AccessKeyId);
        Assert.Equal(["keys/ci"], Store.Names);
        Assert.Null(Records.Find(Entry));
    }

    public void Dispose() => _aws.Dispose();

    private void Tick()
    {
        if (_left-- == 0)
        {
            _left = 0;
            throw new PowerOffException();
        }
    }

    /// <summary>A clock whose timers fire at once and take the time with them. It is looked at before each record is written.</summary>
    private sealed class PoweredTime(RotationRig rig, TestAws aws) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            rig.Tick();
            return aws.Time.GetUtcNow();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero)
            {
                aws.Advance(dueTime);
                callback(state);
            }

            return aws.Time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
