using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>Codes of an MFA device, from a program, from a seed in the vault or typed, and the session that they buy.</summary>
public sealed class MfaSourceTests : IDisposable
{
    private const string Device = "arn:aws:iam::111111111111:mfa/maria";
    private const string InProd = "arn:aws:iam::333333333333:role/deploy-mfa";
    private const string InStaging = "arn:aws:iam::222222222222:role/deploy-mfa";
    private const string Roles = $"""
        [profile prod]
        role_arn = {InProd}
        source_profile = maria
        mfa_serial = {Device}
        region = eu-west-1
        [profile staging]
        role_arn = {InStaging}
        source_profile = maria
        mfa_serial = {Device}
        region = eu-central-1

        """;

    private readonly TestAws _aws = new();
    private readonly List<MfaQuestion> _questions = [];
    private readonly List<string> _said = [];
    private readonly Queue<Func<string?>> _answers = [];

    public MfaSourceTests()
    {
        var key = _aws.Server.AccessKeyOf(TestAws.Dev, "maria")!;
        _aws.Home.Credentials($"[maria]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
        _aws.Home.Config(Roles);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Now => CodeAt(0);

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task One_code_and_one_session_serve_every_role_of_the_user()
    {
        Type(() => Now);
        Assert.StartsWith($"arn:aws:sts::{TestAws.Prod}:assumed-role/deploy-mfa/", await _aws.ArnOfAsync(await ResolveAsync("prod")), StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:sts::222222222222:assumed-role/deploy-mfa/", await _aws.ArnOfAsync(await ResolveAsync("staging")), StringComparison.Ordinal);
        Assert.Equal(["GetSessionToken", "AssumeRole", "GetCallerIdentity", "AssumeRole", "GetCallerIdentity"], _aws.Operations);
        Assert.Equal(new MfaQuestion(Device, "prod", null), Assert.Single(_questions));

        // The roles' sessions end after an hour, the user's after twelve.
        _aws.Advance(TimeSpan.FromHours(11));
        await ResolveAsync("prod");
        Assert.Single(_questions);
        _aws.Advance(TimeSpan.FromMinutes(50));
        Type(() => Now);
        await ResolveAsync("staging");
        Assert.Equal(2, _questions.Count);
    }

    [Fact]
    public async Task Keys_without_a_role_get_the_users_own_session()
    {
        _aws.Home.Config($"[profile maria]\nmfa_serial = {Device}\nmfa_session_duration = 7200\n");
        Type(() => Now);
        var credentials = await ResolveAsync("maria");
        Assert.Equal("arn:aws:iam::111111111111:user/maria", await _aws.ArnOfAsync(credentials));
        Assert.Equal((_aws.Time.GetUtcNow() + TimeSpan.FromHours(2), TestAws.Dev), (credentials.Expiration, credentials.AccountId));
        Assert.Equal(credentials.AccessKeyId, _aws.AtHand("maria")!.AccessKeyId);
    }

    [Fact]
    public async Task A_mistyped_or_used_code_is_asked_for_again_with_the_reason()
    {
        Type(() => "12 34", () => "000000", () => $" {Now[..3]} {Now[3..]}");
        await ResolveAsync("prod");
        Assert.Equal(
            [null, "that is not a code: it has six digits", "AWS doesn't take that code. It takes each code once: wait for the next one"],
            _questions.Select(q => q.Problem));
    }

    [Fact]
    public async Task After_three_answers_it_is_over()
    {
        Type(() => "000000", () => "000000", () => "000000");
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod"));
        Assert.Equal((ErrorCodes.MfaCodeRefused, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Equal(3, _aws.Calls.Count);
        Assert.DoesNotContain("000000", e.Message + e.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_used_a_moment_ago_is_pointed_out_before_it_is_typed_again()
    {
        Type(() => Now, () => CodeAt(1));
        await ResolveAsync("prod");
        Directory.Delete(_aws.Home["sessions"], recursive: true);
        await ResolveAsync("prod");
        Assert.Equal("the code that it shows now was used already: wait for the next one", _questions[1].Problem);
    }

    [Fact]
    public async Task No_answer_is_the_end()
    {
        Type(() => null);
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod"));
        Assert.Equal((ErrorCodes.MfaRequired, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task Where_nobody_may_be_asked_the_error_names_the_command_that_asks()
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod", Support() with { Ask = null, WhyNobody = "--no-input is given" }));
        Assert.Equal((ErrorCodes.MfaRequired, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Equal($"a code of the MFA device {Device} is needed, and --no-input is given", e.Message);
        Assert.Contains("lanyard whoami --profile prod", e.Fix, StringComparison.Ordinal);
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task A_device_that_is_not_the_users_is_no_matter_of_another_code()
    {
        _aws.Home.Config(Roles.Replace("mfa/maria", "mfa/nobody", StringComparison.Ordinal));
        Type(() => "000000");
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod"));
        Assert.Equal((ErrorCodes.MfaDeviceRefused, FailureKind.RefusedByAws), (e.Code, e.Kind));
        Assert.Contains($"{_aws.Home.ConfigFile}:4", e.Message, StringComparison.Ordinal);
        Assert.Single(_questions);
    }

    [Fact]
    public async Task A_program_gives_the_code_and_nobody_is_asked()
    {
        _aws.Home.Config(Roles.Replace("region = eu-west-1", "mfa_process = code --of maria", StringComparison.Ordinal));
        await ResolveAsync("prod", Support() with { RunProcess = Program("code --of maria", () => (0, Now + "\n")) });
        Assert.Empty(_questions);
        Assert.Equal(["GetSessionToken", "AssumeRole"], _aws.Operations);
    }

    [Theory]
    [InlineData(1, "", "exit code 1")]
    [InlineData(null, "", "didn't end in time")]
    [InlineData(0, "", "six digits")]
    [InlineData(0, "code: 123456", "six digits")]
    [InlineData(0, "1234567", "six digits")]
    public async Task A_program_that_gives_no_code_is_the_end(int? exitCode, string output, string why)
    {
        _aws.Home.Config(Roles.Replace("region = eu-west-1", "mfa_process = p", StringComparison.Ordinal));
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod", Support() with { RunProcess = Program("p", () => (exitCode, output)) }));
        Assert.Equal(ErrorCodes.MfaProcessFailed, e.Code);
        Assert.Contains("the mfa_process of the profile `prod`", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Empty(_aws.Calls);
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task A_code_of_a_program_that_aws_does_not_take_is_followed_by_the_next_one_and_no_more()
    {
        _aws.Home.Config(Roles.Replace("region = eu-west-1", "mfa_process = p", StringComparison.Ordinal));
        var runs = 0;
        var work = ResolveAsync("prod", Support() with { RunProcess = Program("p", () => (0, ++runs == 1 ? "000000" : Now)) });
        Assert.InRange((await PlayAsync(work)).Single(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        await work;
        Assert.Equal(["GetSessionToken", "GetSessionToken", "AssumeRole"], _aws.Operations);
        Assert.Contains("waiting 30 s for the next one", _said[1], StringComparison.Ordinal);

        Directory.Delete(_aws.Home["sessions"], recursive: true);
        _aws.Advance(TimeSpan.FromMinutes(1));
        work = ResolveAsync("prod", Support() with { RunProcess = Program("p", () => (0, "000000")) });
        await PlayAsync(work);
        Assert.Equal(ErrorCodes.MfaCodeRefused, (await Assert.ThrowsAsync<CredentialsException>(() => work)).Code);
    }

    [Fact]
    public async Task With_a_seed_in_the_vault_nobody_is_asked_and_no_code_is_made_twice()
    {
        WithSeed();
        await ResolveAsync("prod", Support());
        Directory.Delete(_aws.Home["sessions"], recursive: true);
        var work = ResolveAsync("prod", Support());
        var waits = await PlayAsync(work);
        await work;
        Assert.Equal([Totp.Step], waits);
        Assert.Equal($"The code that {Device} shows now was used already; waiting 30 s for the next one.", Assert.Single(_said));
        Assert.Equal(["GetSessionToken", "AssumeRole", "GetSessionToken", "AssumeRole"], _aws.Operations);
        Assert.All(_aws.Calls, c => Assert.Equal(200, c.Status));
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task A_seed_that_is_in_no_vault_names_the_command_that_stores_it()
    {
        WithSeed();
        foreach (var support in new[] { Support() with { Seeds = null }, Support() with { Seeds = new MemoryVault { Name = "empty" } } })
        {
            var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod", support));
            Assert.Equal((ErrorCodes.MfaSeedMissing, $"lanyard vault add-totp {Device}"), (e.Code, e.Fix));
        }
    }

    [Fact]
    public async Task For_a_protected_stage_a_person_types_and_a_session_of_the_seed_is_not_taken()
    {
        WithSeed();
        await ResolveAsync("prod", Support());
        Assert.Empty(_questions);
        var plan = _aws.Home.Plan("prod");
        plan = plan with { Candidates = [.. plan.Candidates.Select(c => c with { Source = MfaSettings.ForProtectedStage(c.Source) })] };
        Type(() => CodeAt(1));
        await Resolver("prod", Support()).ResolveAsync(plan, Ct);
        Assert.Contains("the stage is protected", Assert.Single(_questions).Problem, StringComparison.Ordinal);
        Assert.Equal(2, _aws.Operations.Count(o => o == "GetSessionToken"));

        // The typed one serves a profile that makes no codes itself.
        _aws.Home.Config(Roles);
        await ResolveAsync("staging", Support());
        Assert.Equal(2, _aws.Operations.Count(o => o == "GetSessionToken"));
    }

    [Fact]
    public async Task What_can_not_be_noted_is_not_made_of_a_seed()
    {
        WithSeed();
        _aws.Home.Write("file", "");
        var support = Support() with { Codes = new UsedCodes(_aws.Home["file/mfa"], _aws.Time) };
        Assert.Equal(ErrorCodes.FileNotWritable, (await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("prod", support))).Code);
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task A_role_for_longer_than_an_hour_is_assumed_with_the_code_itself()
    {
        _aws.Home.Config($"[profile long]\nrole_arn = {InProd}\nsource_profile = maria\nmfa_serial = {Device}\nduration_seconds = 3601\n");
        Type(() => Now);

        // The seed's role lasts an hour at most: AWS's refusal of the length proves that the code went with the call.
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("long"));
        Assert.Contains("MaxSessionDuration set for this role", e.Message, StringComparison.Ordinal);
        Assert.Equal(["AssumeRole"], _aws.Operations);
    }

    [Fact]
    public async Task Many_at_once_ask_one_person_one_time()
    {
        var typed = new TaskCompletionSource();
        var asked = 0;
        var support = Support() with
        {
            Ask = async (_, _) =>
            {
                Interlocked.Increment(ref asked);
                await typed.Task;
                return new Secret(Now);
            },
        };
        var work = Enumerable.Range(0, 12).Select(i => Task.Run(() => ResolveAsync(i % 2 == 0 ? "prod" : "staging", support), Ct)).ToArray();
        await Task.Delay(200, Ct);
        typed.SetResult();
        await Task.WhenAll(work);
        Assert.Equal(1, asked);
        Assert.Single(_aws.Operations, o => o == "GetSessionToken");
    }

    // A person takes long to type, and this process lost its patience with the session's own lock.
    [Fact]
    public async Task Who_waited_for_the_device_takes_what_was_got_meanwhile_and_asks_nobody()
    {
        _aws.Home.Config($"[profile maria]\nmfa_serial = {Device}\n");
        var held = await Support().Codes.LockAsync(Device, Ct);
        var work = ResolveAsync("maria");
        await Task.Delay(100, Ct);
        var plan = _aws.Home.Plan("maria");
        var session = (Source.MfaSession)plan.Candidates[0].Source;
        var other = await new Lanyard.Aws.Services.StsClient(_aws.Client, new Lanyard.Aws.Endpoints.Endpoint(TestAws.Url, "eu-west-1"))
            .GetSessionTokenAsync(Device, new Secret(Now), null, _aws.Server.AccessKeyOf(TestAws.Dev, "maria")!, Ct);
        _aws.Sessions.Keep(MfaSessionSource.KeyOf(session, plan, _aws.Endpoints), other, null);
        Assert.False(work.IsCompleted);
        held!.Dispose();
        Assert.Equal(other.AccessKeyId, (await work).AccessKeyId);
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task That_a_process_has_no_terminal_is_no_failure_of_those_who_wait_for_it()
    {
        var held = await Support().Codes.LockAsync(Device, Ct);
        var without = ResolveAsync("prod", Support() with { Ask = null });
        await Task.Delay(100, Ct);
        Type(() => Now);
        var with = ResolveAsync("prod");
        await Task.Delay(100, Ct);
        _aws.Advance(TimeSpan.FromSeconds(1));
        held!.Dispose();
        Assert.Equal(ErrorCodes.MfaRequired, (await Assert.ThrowsAsync<CredentialsException>(() => without)).Code);
        await with;
        Assert.Single(_questions);
    }

    private MemoryVault Seeds { get; } = new() { Name = "seeds" };

    private void WithSeed()
    {
        _aws.Home.Config(Roles.Replace("region = eu-west-1", "mfa_totp = vault", StringComparison.Ordinal));
        Seeds.Store(TotpSeed.NameOf(Device), _aws.Server.MfaSeedOf(Device)!);
    }

    private void Type(params Func<string?>[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    private string CodeAt(int steps) => Totp.CodeOf(TotpSeed.Parse(_aws.Server.MfaSeedOf(Device)!), Totp.StepOf(_aws.Time.GetUtcNow()) + steps).Reveal();

    private MfaSupport Support() => new(
        new UsedCodes(_aws.Home["state/mfa"], _aws.Time),
        (question, _) =>
        {
            _questions.Add(question);
            return Task.FromResult(Secret.FromOptional(_answers.Dequeue()()));
        },
        (_, _) => throw new InvalidOperationException("no process is run in this test"), _said.Add)
    {
        Seeds = Seeds,
    };

    private static MfaProcessRun Program(string expected, Func<(int?, string)> run) => (line, _) =>
    {
        Assert.Equal(expected, line);
        var (exitCode, output) = run();
        return Task.FromResult((exitCode, Secret.FromOptional(output)));
    };

    private CredentialResolver Resolver(string profile, MfaSupport support) =>
        new(new SourceContext(_aws.Home.Machine(profile), _aws.Client, _aws.Endpoints, _aws.Sessions, _aws.Tokens, _aws.Process) { Mfa = support });

    private Task<AwsCredentials> ResolveAsync(string profile, MfaSupport? support = null) =>
        Resolver(profile, support ?? Support()).ResolveAsync(_aws.Home.Plan(profile), Ct);

    // Both clocks, this machine's and AWS's.
    private async Task<IReadOnlyList<TimeSpan>> PlayAsync(Task work)
    {
        var waits = new List<TimeSpan>();
        while (!work.IsCompleted)
        {
            if (_aws.Time.UntilNextTimer() is { } wait && wait <= 2 * Totp.Step)
            {
                waits.Add(wait);
                _aws.Advance(wait);
            }
            else
            {
                await Task.WhenAny(work, Task.Delay(1, Ct));
            }
        }

        return waits;
    }
}
