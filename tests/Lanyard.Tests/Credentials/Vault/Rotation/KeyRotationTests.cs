using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Tests.Credentials.Vault.Rotation;

public sealed class KeyRotationTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_takes_the_old_ones_place_and_the_old_one_is_inactive_and_then_deleted()
    {
        using var rig = new RotationRig();
        await rig.RotateAsync();
        await rig.AssertRotatedAsync();

        rig.Advance(Day);
        await rig.FinishAsync();
        var key = await rig.AssertWorksAsync();
        Assert.Equal([key.AccessKeyId], (await rig.KeysAsync()).Select(k => k.Id));
        Assert.Equal(["keys/ci"], rig.Store.Names);
        Assert.Null(rig.Records.Find(RotationRig.Entry));
        Assert.Contains(rig.Said, s => s.Contains("was last used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undone_it_is_as_before()
    {
        using var rig = new RotationRig();
        await rig.RotateAsync();
        await rig.UndoAsync();
        await rig.AssertAsBeforeAsync();
    }

    [Fact]
    public async Task Wherever_the_power_goes_off_the_vaults_key_works_and_rotating_again_ends_it()
    {
        var broken = 0;
        for (var going = true; going; broken++)
        {
            using var rig = new RotationRig();
            going = await rig.BreakAsync(broken, rig.RotateAsync);
            await rig.AssertWorksAsync();
            if (going)
            {
                await rig.RotateAsync();
            }

            await rig.AssertRotatedAsync();
        }

        Assert.True(broken > 25, $"{broken} places");
    }

    [Fact]
    public async Task Wherever_the_power_goes_off_it_can_be_taken_back()
    {
        var broken = 0;
        for (var going = true; going; broken++)
        {
            using var rig = new RotationRig();
            going = await rig.BreakAsync(broken, rig.RotateAsync);
            if (rig.Records.Find(RotationRig.Entry) is null)
            {
                Assert.Equal(ErrorCodes.RotationPending, (await Assert.ThrowsAsync<CredentialsException>(rig.UndoAsync)).Code);
            }
            else
            {
                await rig.UndoAsync();
            }

            await rig.AssertAsBeforeAsync();
        }
    }

    [Fact]
    public async Task Wherever_the_power_goes_off_while_it_is_taken_back_that_can_be_gone_on_with()
    {
        var broken = 0;
        for (var going = true; going; broken++)
        {
            using var rig = new RotationRig();
            await rig.RotateAsync();
            going = await rig.BreakAsync(broken, rig.UndoAsync);
            await rig.AssertWorksAsync();
            if (going)
            {
                await rig.UndoAsync();
            }

            await rig.AssertAsBeforeAsync();
        }

        Assert.True(broken > 10, $"{broken} places");
    }

    [Fact]
    public async Task Wherever_the_power_goes_off_while_the_old_key_is_deleted_that_can_be_gone_on_with()
    {
        var broken = 0;
        for (var going = true; going; broken++)
        {
            using var rig = new RotationRig();
            await rig.RotateAsync();
            rig.Advance(Day);
            going = await rig.BreakAsync(broken, rig.FinishAsync);
            if (going)
            {
                await rig.FinishAsync();
            }

            Assert.Single(await rig.KeysAsync());
            Assert.Equal(["keys/ci"], rig.Store.Names);
            Assert.Null(rig.Records.Find(RotationRig.Entry));
        }

        Assert.True(broken > 5, $"{broken} places");
    }

    [Theory]
    [InlineData(403, "AccessDenied", false)]
    [InlineData(403, "AccessDenied", true)]
    [InlineData(500, "ServiceFailure", false)]
    [InlineData(500, "ServiceFailure", true)]
    public async Task Whichever_call_AWS_turns_down_the_rotation_can_be_gone_on_with_or_taken_back(int status, string code, bool undo)
    {
        var refused = 0;
        for (var any = true; any; refused++)
        {
            using var rig = new RotationRig();
            var (left, before) = (refused, rig.Aws.Before!);
            any = false;
            rig.Aws.Before = async (request, pass) =>
            {
                if (left-- != 0)
                {
                    return await before(request, pass);
                }

                any = true;
                return WireResponse.OfText(status, "text/xml", $"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>");
            };
            var e = await Record.ExceptionAsync(rig.RotateAsync);
            rig.Aws.Before = before;
            Assert.Equal(any, e is CredentialsException);
            await rig.AssertWorksAsync();
            if (undo && rig.Records.Find(RotationRig.Entry) is not null)
            {
                await rig.UndoAsync();
            }
            else if (any)
            {
                await rig.RotateAsync();
                await rig.AssertRotatedAsync();
                continue;
            }

            await (undo ? rig.AssertAsBeforeAsync() : rig.AssertRotatedAsync());
        }

        Assert.True(refused > 5, $"{refused} calls");
    }

    [Fact]
    public async Task A_key_that_AWS_learns_of_late_is_waited_for()
    {
        using var rig = new RotationRig(TestAws.Seed with { NewKeysAfter = TimeSpan.FromSeconds(10) });
        await rig.RotateAsync();
        await rig.AssertRotatedAsync();
        Assert.Contains(rig.Said, s => s.Contains("trying again in 4 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_AWS_never_learns_of_changes_nothing_and_can_be_taken_back()
    {
        using var rig = new RotationRig(TestAws.Seed with { NewKeysAfter = TimeSpan.FromMinutes(5) });
        var e = await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync);
        Assert.Equal((ErrorCodes.CredentialsRejected, true), (e.Code, e.Fix!.Contains("--undo", StringComparison.Ordinal)));
        Assert.Equal(rig.Old.AccessKeyId, (await rig.AssertWorksAsync()).AccessKeyId);
        await rig.UndoAsync();
        await rig.AssertAsBeforeAsync();
    }

    [Fact]
    public async Task A_user_with_two_keys_is_told_of_the_other_one()
    {
        using var rig = new RotationRig();
        var other = await OtherKeyAsync(rig);
        var e = await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync);
        Assert.Equal(ErrorCodes.AccessKeyQuota, e.Code);
        Assert.Contains($"{other}, active, made 2026-07-01, never used", e.Message, StringComparison.Ordinal);
        Assert.Equal($"if nothing needs {other}, delete it: aws iam delete-access-key --access-key-id {other}", e.Fix);
        Assert.Null(rig.Records.Find(RotationRig.Entry));
    }

    [Fact]
    public async Task A_key_that_a_person_made_meanwhile_and_uses_is_never_deleted()
    {
        using var rig = new RotationRig();
        rig.Records.Save(new RotationRecord(RotationRig.Entry, RotationStep.Creating, rig.Old.AccessKeyId, null, rig.Aws.Time.GetUtcNow(), rig.Aws.Time.GetUtcNow()));
        var made = await new Lanyard.Aws.Services.IamClient(rig.Aws.Client, new(TestAws.Url, "us-east-1")).CreateAccessKeyAsync(rig.Old, Ct);
        await rig.Aws.ArnOfAsync(made);
        Assert.Equal(ErrorCodes.AccessKeyQuota, (await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync)).Code);
        Assert.Equal(ErrorCodes.AccessKeyQuota, (await Assert.ThrowsAsync<CredentialsException>(rig.UndoAsync)).Code);
        Assert.Equal(2, (await rig.KeysAsync()).Count);
    }

    [Fact]
    public async Task An_answer_that_is_lost_and_asked_for_again_leaves_no_key_behind()
    {
        using var rig = new RotationRig();
        rig.Aws.MaxAttempts = 2;
        var lost = false;
        var before = rig.Aws.Before!;
        rig.Aws.Before = async (request, pass) =>
        {
            var answer = await before(request, pass);
            if (!lost && answer.Text.Contains("<CreateAccessKeyResult>", StringComparison.Ordinal))
            {
                lost = true;
                rig.Aws.Advance(TimeSpan.FromSeconds(1));
                return WireResponse.OfText(503, "text/xml", "<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>");
            }

            return answer;
        };
        var work = rig.RotateAsync();
        await rig.Aws.Time.PlayAsync(work);
        await work;
        Assert.True(lost);
        await rig.AssertRotatedAsync();
    }

    [Fact]
    public async Task A_vault_that_does_not_take_the_new_key_costs_nothing()
    {
        using var rig = new RotationRig();
        var before = rig.Aws.Before!;
        rig.Aws.Before = async (request, pass) =>
        {
            var answer = await before(request, pass);
            rig.Store.IsLocked |= answer.Text.Contains("<CreateAccessKeyResult>", StringComparison.Ordinal);
            return answer;
        };
        var e = await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync);
        Assert.Equal(ErrorCodes.VaultLocked, e.Code);
        rig.Store.IsLocked = false;
        await rig.AssertAsBeforeAsync();
    }

    [Fact]
    public async Task The_old_key_is_kept_for_a_day_and_longer_if_somebody_made_it_active_again()
    {
        using var rig = new RotationRig();
        await rig.RotateAsync();
        rig.Advance(Day - TimeSpan.FromMinutes(1));
        var e = await Assert.ThrowsAsync<CredentialsException>(rig.FinishAsync);
        Assert.Equal((ErrorCodes.OldKeyNeeded, FailureKind.GuardRail), (e.Code, e.Kind));
        Assert.Contains("2026-07-02 12:00 UTC", e.Fix, StringComparison.Ordinal);

        rig.Advance(TimeSpan.FromMinutes(1));
        await new Lanyard.Aws.Services.IamClient(rig.Aws.Client, new(TestAws.Url, "us-east-1")).UpdateAccessKeyAsync(rig.Old.AccessKeyId, true, await rig.AssertWorksAsync(), Ct);
        e = await Assert.ThrowsAsync<CredentialsException>(rig.FinishAsync);
        Assert.Contains("active again", e.Message, StringComparison.Ordinal);
        await rig.Rotation.FinishAsync(RotationRig.Entry, now: true, Ct);
        Assert.Single(await rig.KeysAsync());
    }

    [Fact]
    public async Task One_that_waits_for_its_end_is_not_begun_again_and_two_at_once_are_refused()
    {
        using var rig = new RotationRig();
        using (rig.Records.Lock(RotationRig.Entry))
        {
            Assert.Equal(ErrorCodes.RotationPending, (await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync)).Code);
        }

        await rig.RotateAsync();
        Assert.Contains("--finish", (await Assert.ThrowsAsync<CredentialsException>(rig.RotateAsync)).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_holds_no_secret_and_is_the_owners_alone()
    {
        using var rig = new RotationRig();
        await rig.RotateAsync();
        var path = Path.Combine(rig.Aws.Home["state"], "vault-rotate-ci.json");
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        foreach (var file in Directory.EnumerateFiles(rig.Aws.Home["state"]))
        {
            Assert.DoesNotContain(rig.Old.SecretAccessKey.Reveal(), await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
            Assert.DoesNotContain((await rig.AssertWorksAsync()).SecretAccessKey.Reveal(), await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
        }
    }

    private static async Task<string> OtherKeyAsync(RotationRig rig) =>
        (await new Lanyard.Aws.Services.IamClient(rig.Aws.Client, new(TestAws.Url, "us-east-1")).CreateAccessKeyAsync(rig.Old, Ct)).AccessKeyId;
}
