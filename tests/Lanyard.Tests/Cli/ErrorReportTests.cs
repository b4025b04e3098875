using System.Text.RegularExpressions;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Projects;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Cli;

public partial class ErrorReportTests
{
    [Theory]
    [InlineData(FailureKind.Failed, 1)]
    [InlineData(FailureKind.GuardRail, 3)]
    [InlineData(FailureKind.PersonMustAct, 4)]
    [InlineData(FailureKind.RefusedByAws, 5)]
    public void Every_kind_of_failure_has_its_exit_code(FailureKind kind, int exitCode) => Assert.Equal(
        new ErrorReport("CODE", "what", "do", "p", exitCode), ErrorReport.Of(new CredentialsException("CODE", "what", "do", kind, "p")));

    [Fact]
    public void Every_kind_is_in_the_test_above() => Assert.Equal(4, Enum.GetValues<FailureKind>().Length);

    [Fact]
    public void Every_failure_that_is_planned_for_has_a_code_of_its_own()
    {
        Assert.Equal((CliErrorCodes.Usage, 2), Of(new UsageException("x")));
        Assert.Equal((CliErrorCodes.NotBuilt, 2), Of(new NotBuiltException("x")));
        Assert.Equal((ErrorCodes.ConfigInvalid, 1), Of(new SharedConfigException("x", "/f")));
        Assert.Equal((ProjectFileCodes.Secret, 1), Of(new ProjectFileException("f", 1, 1, ProjectFileCodes.Secret, "m", "fix")));
        Assert.Equal((CliErrorCodes.CaBundleInvalid, 1), Of(new CaBundleException("f", "why")));
        Assert.Equal((CliErrorCodes.SeedInvalid, 1), Of(new SandboxSeedException("f", 1, 1, "why")));
        Assert.Equal((CliErrorCodes.Cancelled, 130), Of(new OperationCanceledException()));
    }

    [Fact]
    public void A_failure_nobody_planned_for_shows_its_type_and_nothing_it_may_quote()
    {
        var report = ErrorReport.Of(new InvalidDataException("wJalrXUtnFEMI"));
        Assert.Equal((CliErrorCodes.Internal, 1), (report.Code, report.ExitCode));
        Assert.Contains("InvalidDataException", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalrXUtnFEMI", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_explains_every_code_once_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "errors.md"));
        var codes = new[] { typeof(ErrorCodes), typeof(CliErrorCodes), typeof(ProjectFileCodes) }
            .SelectMany(t => t.GetFields().Where(f => f.IsLiteral)).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        Assert.True(codes.Length > 50);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Row().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_code_is_written_in_the_source_but_where_codes_are_kept()
    {
        foreach (var (project, file) in Repository.SourceProjects.SelectMany(p => Repository.SourceFiles(p).Select(f => (p, f))))
        {
            var text = Repository.ReadSource(project, file);
            Assert.False(LiteralCode().IsMatch(text), $"{project}/{file} makes an error with a code that is no constant");
        }
    }

    private static (string Code, int ExitCode) Of(Exception e) => (ErrorReport.Of(e).Code, ErrorReport.Of(e).ExitCode);

    [GeneratedRegex("^\\| `([A-Z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("new (CredentialsException|ErrorReport)\\(\\s*\"")]
    private static partial Regex LiteralCode();
}
