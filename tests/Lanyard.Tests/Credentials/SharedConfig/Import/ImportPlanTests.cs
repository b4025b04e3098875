using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Import;

namespace Lanyard.Tests.Credentials.SharedConfig.Import;

public sealed class ImportPlanTests
{
    private const string Dev = "111111111111";
    private const string Old = "999999999999";
    private static readonly ImportSettings Corp = new("corp", "https://corp.awsapps.com/start", "eu-west-1", "eu-north-1");
    private static readonly ImportTarget Target = new(Dev, "dev", "Admin");

    [Fact]
    public void What_is_new_is_added_in_order_of_name()
    {
        var plan = Plan("", new ImportTarget(Dev, "z", "Admin"), new ImportTarget(Old, "a", "Admin"));
        Assert.Equal(["a-Admin", "z-Admin"], plan.Added.Select(p => p.Name));
        Assert.Equal(
            ["sso_session=corp", $"sso_account_id={Dev}", "sso_role_name=Admin", "region=eu-north-1", "lanyard_imported=true"],
            Corp.Of(Target).Select(s => $"{s.Key}={s.Value}"));
        Assert.Equal(
            ["sso_start_url=https://corp.awsapps.com/start", "sso_region=eu-west-1", $"sso_account_id={Dev}", "sso_role_name=Admin", "lanyard_imported=true"],
            (Corp with { Session = null, DefaultRegion = null }).Of(Target).Select(s => $"{s.Key}={s.Value}"));
    }

    [Theory]
    [InlineData("[profile dev-Admin]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\nlanyard_imported = true\n")]
    [InlineData("[profile renamed-by-hand]\n# moved\nlanyard_imported = true\noutput = json\nsso_role_name = Admin\nsso_account_id = 111111111111\nregion = us-east-1\nsso_session = corp\n")]
    [InlineData("[profile dev-Admin]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\n")]
    public void What_is_there_is_known_again_however_it_was_edited(string config)
    {
        var plan = Plan(config, Target);
        Assert.Empty(plan.Added);
        Assert.Single(plan.Present);
        Assert.Empty(plan.InTheWay);
    }

    [Theory]
    [InlineData("[profile dev-Admin]\nregion = eu-west-1\n", "/config", 1)]
    [InlineData("# c\n[profile \"dev-Admin\"]\nregion = eu-west-1\n", "/config", 2)]
    [InlineData("[profile dev-Admin]\nsso_session = other\nsso_account_id = 111111111111\nsso_role_name = Admin\nlanyard_imported = true\n", "/config", 1)]
    public void A_profile_of_somebody_elses_is_left_alone_and_named(string config, string file, int line)
    {
        var plan = Plan(config, Target);
        Assert.Empty(plan.Added);
        Assert.Equal(("dev-Admin", file, line), plan.InTheWay.Select(w => (w.Name, w.File, w.Line)).Single());
    }

    [Fact]
    public void A_profile_of_the_credentials_file_is_in_the_way_too_as_its_keys_would_win() =>
        Assert.Equal("/credentials", Plan("", "[dev-Admin]\naws_access_key_id = x\n", (_, _) => false, Target).InTheWay.Single().File);

    [Theory]
    [InlineData("lanyard_imported = true\nsso_session = corp", true)]
    [InlineData("sso_session = corp", false)]
    [InlineData("lanyard_imported = true\nsso_session = other", false)]
    [InlineData("lanyard_imported = true\nsso_start_url = https://corp.awsapps.com/start", false)]
    public void Only_what_an_import_of_this_session_made_may_be_gone(string settings, bool gone)
    {
        var config = $"[profile old]\n{settings}\nsso_account_id = {Old}\nsso_role_name = Admin\n";
        Assert.Equal(gone, Plan(config, "", (account, role) => (account, role) == (Old, "Admin"), Target).Gone.Any(p => p.Name == "old"));
        Assert.Empty(Plan(config, "", (_, _) => false, Target).Gone);
    }

    private static ImportPlan Plan(string config, params ImportTarget[] wanted) => Plan(config, "", (_, _) => false, wanted);

    private static ImportPlan Plan(string config, string credentials, Func<string, string, bool> isGone, params ImportTarget[] wanted) => ImportPlan.Make(
        new SharedConfigSnapshot(Read(config, "/config", SharedConfigFileKind.Config), Read(credentials, "/credentials", SharedConfigFileKind.Credentials)),
        Corp, ProfileNameTemplate.Parse(ProfileNameTemplate.Default), wanted, isGone);

    private static SharedConfigFile Read(string text, string path, SharedConfigFileKind kind) =>
        SharedConfigReader.Read(SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(text)), path, kind);
}
