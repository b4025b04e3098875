using System.CommandLine;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Commands.Policies.Role;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Trust;

namespace Lanyard.Cli;

/// <content>The command <c>policy role</c>.</content>
internal sealed partial class CommandTree
{
    private Command PolicyRole()
    {
        var service = new Option<bool>("--service-role") { Description = "the role that CloudFormation deploys with, and what is left for its caller" };
        var deployer = new Option<bool>("--deployer") { Description = "a role that people take on to deploy: those of --trust" };
        var github = new Option<string?>("--github") { Description = "a role for jobs of GitHub Actions; OWNER@ID/REPO@ID where the subjects have ids", HelpName = "OWNER/REPO" };
        var gitlab = new Option<string?>("--gitlab") { Description = "a role for jobs of GitLab CI/CD", HelpName = "GROUP/PROJECT" };
        var bitbucket = new Option<string?>("--bitbucket") { Description = "a role for steps of Bitbucket Pipelines, with --workspace-id and --repository-id", HelpName = "WORKSPACE/REPO" };
        var circleci = new Option<string?>("--circleci") { Description = "a role for jobs of CircleCI", HelpName = "ORG_ID/PROJECT_ID" };
        var environment = Names("--environment", "NAME", "the runs for this environment; Bitbucket's by its UUID");
        var branch = Names("--branch", "NAME", "the runs for this branch");
        var tag = Names("--tag", "NAME", "the runs for this tag");
        var pullRequest = new Option<bool>("--pull-request") { Description = "the runs for pull requests (GitHub)" };
        var all = new Option<bool>("--all-branches") { Description = "every run: any branch, tag, environment and pull request" };
        var subject = Names("--subject", "TEXT", "the exact subject of the job's token, instead of what the options above say (GitHub, GitLab)");
        var claim = Names("--claim", "NAME[=VALUE]", "a claim that the subjects were chosen to have (GitHub), in the order of the repository's template: context, job_workflow_ref=VALUE");
        var issuer = new Option<string?>("--issuer") { Description = "the address of another provider: GitLab on a server of your own, GitHub Enterprise", HelpName = "URL" };
        var workspaceId = new Option<string?>("--workspace-id") { Description = "the UUID of Bitbucket's workspace", HelpName = "UUID" };
        var repositoryId = new Option<string?>("--repository-id") { Description = "the UUID of Bitbucket's repository", HelpName = "UUID" };
        var origin = new Option<string?>("--vcs-origin") { Description = "the repository as CircleCI's subjects have it, with --branch and --tag", HelpName = "HOST/OWNER/REPO" };
        var trust = Names("--trust", "WHO", "who takes the role on: the ARN of a user or role, an account, or a permission set of Identity Center");
        var mfa = new Option<bool>("--require-mfa") { Description = "for those alone who gave a code of an MFA device" };
        var externalId = new Option<string?>("--external-id") { Description = "for those alone who say this external id", HelpName = "ID" };
        var name = new Option<string?>("--name") { Description = "the role's name; after the stack, the app or the repository if left out", HelpName = "NAME" };
        var maxSession = new Option<string?>("--max-session") { Description = "how long its sessions may last: 1h to 12h; 1h if left out", HelpName = "TIME" };
        maxSession.CompletionSources.Add("1h", "2h", "4h", "8h", "12h");
        var roleBoundary = new Option<string?>("--role-boundary") { Description = "the permissions boundary of this role itself: a policy of the account", HelpName = "NAME|ARN" };
        var policy = Names("--policy", "FILE|ARN", "what it may do, instead of what is generated");
        var template = new Option<string[]>("--template") { Description = "what it deploys: a CloudFormation template, or the folder that a deploy tool writes templates to; - for stdin", HelpName = "FILE|FOLDER", AllowMultipleArgumentsPerToken = true };
        var framework = new Option<string?>("--framework") { Description = $"the deploy tool: {string.Join(", ", FrameworkNeeds.Names)}; that of the templates if left out", HelpName = "NAME" };
        framework.AcceptOnlyFromAmong([.. FrameworkNeeds.Names]);
        var cloudFormationRole = new Option<string?>("--cloudformation-role") { Description = "the role that CloudFormation deploys with: this one then gets the caller's rights alone", HelpName = "ARN" };
        var qualifier = new Option<string?>("--qualifier") { Description = "the qualifier of the app's own CDK bootstrap", HelpName = "NAME" };
        var bucket = new Option<string?>("--bucket") { Description = "the bucket that the deploy tool uploads to", HelpName = "NAME" };
        var app = new Option<string?>("--app") { Description = "the app's or service's name", HelpName = "NAME" };
        var stackName = new Option<string?>("--stack-name") { Description = "the stack's name, which generated names start with", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "the account of the role", HelpName = "ID" };
        var parameter = new Option<string[]>("--parameter") { Description = "a value that the deployment gives a parameter", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        var parameterFile = new Option<string[]>("--parameter-file") { Description = "a file with parameters' values, in JSON or YAML, in a form that AWS's tools take; --parameter goes before it", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var configEnv = new Option<string?>("--config-env") { Description = "the environment of samconfig.toml or of Amplify Gen 1 whose values are taken; the stage or the default one if left out", HelpName = "NAME" };
        var noStackTags = new Option<bool>("--no-stack-tags") { Description = "the deploy tool puts no tags on the stack" };
        var boundary = new Option<string?>("--boundary") { Description = "the permissions boundary that roles must be made with; STACK-boundary if left out", HelpName = "ARN" };
        var noBoundary = new Option<bool>("--no-boundary") { Description = "let roles be made without a permissions boundary" };
        return Make("role", "a role to deploy with: who may take it on, what it may do, and the settings and the CI file that use it",
            [
                "lanyard policy role --service-role --template .serverless --account 111111111111 --region eu-west-1",
                "lanyard policy role --deployer --trust Developer --template template.yaml --stack-name orders-prod --stage prod",
                "lanyard policy role --deployer --trust arn:aws:iam::111111111111:user/ana --require-mfa --policy deploy.json --account 111111111111",
                "lanyard policy role --github acme/orders --environment production --template cdk.out --stage prod",
                "lanyard policy role --gitlab acme/orders --branch main --framework serverless --app orders --account 111111111111 --json",
            ],
            (result, _) =>
            {
                var (user, repository) = UserOf([
                    (RoleUser.CloudFormation, result.GetValue(service) ? "" : null, service.Name), (RoleUser.Deployer, result.GetValue(deployer) ? "" : null, deployer.Name),
                    (RoleUser.GitHub, result.GetValue(github), github.Name), (RoleUser.GitLab, result.GetValue(gitlab), gitlab.Name),
                    (RoleUser.Bitbucket, result.GetValue(bitbucket), bitbucket.Name), (RoleUser.CircleCi, result.GetValue(circleci), circleci.Name)]);
                RefuseForeign(user, [.. new Option[] { environment, branch, tag, pullRequest, all, subject, claim, issuer, workspaceId, repositoryId, origin, trust, mfa, externalId, cloudFormationRole }
                    .Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name)]);
                return Task.FromResult(RoleCommand.Run(
                    new RoleInput(user, new GenerateInput(OptionsOf(result), result.GetValue(template) ?? [])
                    {
                        Framework = result.GetValue(framework),
                        Bucket = result.GetValue(bucket),
                        App = result.GetValue(app),
                        StackName = result.GetValue(stackName),
                        Account = result.GetValue(account),
                        Parameters = result.GetValue(parameter) ?? [],
                        ParameterFiles = result.GetValue(parameterFile) ?? [],
                        ConfigEnvironment = result.GetValue(configEnv),
                        NoStackTags = result.GetValue(noStackTags),
                        Boundary = result.GetValue(boundary),
                        NoBoundary = result.GetValue(noBoundary),
                    })
                    {
                        Repository = repository,
                        Runs = new CiRuns
                        {
                            Environments = [.. result.GetValue(environment) ?? []],
                            Branches = [.. result.GetValue(branch) ?? []],
                            Tags = [.. result.GetValue(tag) ?? []],
                            PullRequests = result.GetValue(pullRequest),
                            All = result.GetValue(all),
                        },
                        Subjects = result.GetValue(subject) ?? [],
                        Claims = result.GetValue(claim) ?? [],
                        Issuer = result.GetValue(issuer),
                        WorkspaceId = result.GetValue(workspaceId),
                        RepositoryId = result.GetValue(repositoryId),
                        VcsOrigin = result.GetValue(origin),
                        Trust = result.GetValue(trust) ?? [],
                        RequireMfa = result.GetValue(mfa),
                        ExternalId = result.GetValue(externalId),
                        Name = result.GetValue(name),
                        MaxSession = result.GetValue(maxSession),
                        RoleBoundary = result.GetValue(roleBoundary),
                        Policies = result.GetValue(policy) ?? [],
                        CloudFormationRole = result.GetValue(cloudFormationRole),
                        Qualifier = result.GetValue(qualifier),
                    },
                    surroundings));
            },
            service, deployer, github, gitlab, bitbucket, circleci, environment, branch, tag, pullRequest, all, subject, claim, issuer, workspaceId, repositoryId, origin, trust, mfa, externalId,
            name, maxSession, roleBoundary, policy, template, framework, cloudFormationRole, qualifier, bucket, app, stackName, account, parameter, parameterFile, configEnv, noStackTags, boundary, noBoundary);
    }

    private static (RoleUser User, string? Repository) UserOf((RoleUser User, string? Value, string Option)[] all) => all.Where(one => one.Value is not null).ToArray() switch
    {
        [var one] => (one.User, one.User is RoleUser.CloudFormation or RoleUser.Deployer ? null : one.Value),
        [] => throw new UsageException($"whom the role is for isn't said: {string.Join(", ", all.Select(one => one.Option))}", "lanyard policy role --service-role --template template.yaml --account 111111111111"),
        [var first, var second, ..] => throw new UsageException($"{first.Option} and {second.Option} are two roles", "make one, and then the other"),
    };

    // An option that says nothing of this role would else be lost in silence.
    private static void RefuseForeign(RoleUser user, IReadOnlyList<string> given)
    {
        string[] taken = user switch
        {
            RoleUser.CloudFormation => [],
            RoleUser.Deployer => ["--trust", "--require-mfa", "--external-id", "--cloudformation-role"],
            RoleUser.GitHub => ["--environment", "--branch", "--tag", "--pull-request", "--all-branches", "--subject", "--claim", "--issuer", "--cloudformation-role"],
            RoleUser.GitLab => ["--environment", "--branch", "--tag", "--pull-request", "--all-branches", "--subject", "--issuer", "--cloudformation-role"],
            RoleUser.Bitbucket => ["--environment", "--branch", "--tag", "--pull-request", "--all-branches", "--workspace-id", "--repository-id", "--cloudformation-role"],
            _ => ["--environment", "--branch", "--tag", "--pull-request", "--all-branches", "--vcs-origin", "--cloudformation-role"],
        };
        if (given.FirstOrDefault(option => !taken.Contains(option, StringComparer.Ordinal)) is { } foreign)
        {
            throw new UsageException($"{foreign} says nothing of this kind of role", "leave it out; lanyard policy role --help");
        }
    }

    private static Option<string[]> Names(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName, AllowMultipleArgumentsPerToken = true };
}
