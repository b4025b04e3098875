using System.Collections.Immutable;
using Lanyard.Policy.Trust;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>What is written into a CI system's file so that its job has the role: by Lanyard, or in the system's own way.</summary>
internal static class Snippet
{
    public static ImmutableArray<Excerpt> Of(RoleInput input, RoleRights rights, CiTrust trust, string arn)
    {
        var job = new Job(input, rights, trust, arn);
        return input.User switch
        {
            RoleUser.GitHub =>
            [
                new Excerpt("a workflow that deploys with Lanyard", ".github/workflows/deploy.yml", "yaml", GitHub(job, $"      - run: {job.WithLanyard}\n{Indent(job.Variables(": ", quoted: true), "        ", "env:")}")),
                new Excerpt("or with AWS's own action", ".github/workflows/deploy.yml", "yaml", GitHub(job,
                    $"      - uses: aws-actions/configure-aws-credentials@v6\n        with:\n          role-to-assume: {arn}\n          aws-region: {job.Region}\n{(trust.Audience == "sts.amazonaws.com" ? "" : $"          audience: {trust.Audience}\n")}      - run: {job.Command}")),
            ],
            RoleUser.GitLab =>
            [
                new Excerpt("a job that deploys with Lanyard", ".gitlab-ci.yml", "yaml", GitLab(job, $"{Indent(job.Variables(": ", quoted: true), "  ", "variables:")}  script:\n    - {job.WithLanyard}")),
                new Excerpt("or with what the AWS SDKs read", ".gitlab-ci.yml", "yaml", GitLab(job,
                    $"  variables:\n    AWS_ROLE_ARN: \"{arn}\"\n    AWS_REGION: \"{job.Region}\"\n    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/web-identity-token\n  script:\n    - (umask 077 && printf %s \"$GITLAB_OIDC_TOKEN\" > \"$AWS_WEB_IDENTITY_TOKEN_FILE\")\n    - {job.Command}")),
            ],
            RoleUser.Bitbucket =>
            [
                new Excerpt("a step that deploys with Lanyard", "bitbucket-pipelines.yml", "yaml", Bitbucket(job, $"{Exports(job.Variables("=", quoted: false))}            - {job.WithLanyard}")),
                new Excerpt("or with what the AWS SDKs read", "bitbucket-pipelines.yml", "yaml", Bitbucket(job,
                    $"            - export AWS_ROLE_ARN={arn}\n            - export AWS_REGION={job.Region}\n            - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/web-identity-token\n            - (umask 077 && printf %s \"$BITBUCKET_STEP_OIDC_TOKEN\" > \"$AWS_WEB_IDENTITY_TOKEN_FILE\")\n            - {job.Command}")),
            ],
            _ =>
            [
                new Excerpt("a job that deploys with Lanyard", ".circleci/config.yml", "yaml", CircleCi(job, "", $"{Indent(job.Variables(": ", quoted: true), "    ", "environment:")}    steps:\n      - checkout\n      - run: {job.WithLanyard}")),
                new Excerpt("or with CircleCI's own orb", ".circleci/config.yml", "yaml", CircleCi(job, "orbs:\n  aws-cli: circleci/aws-cli@5\n",
                    $"    steps:\n      - checkout\n      - aws-cli/setup:\n          role_arn: {arn}\n          region: {job.Region}\n      - run: {job.Command}")),
            ],
        };
    }

    private static string GitHub(Job job, string last)
    {
        var runs = job.Input.Runs;
        var when = runs.PullRequests ? "  pull_request:"
            : !runs.Tags.IsEmpty ? $"  push:\n    tags: [{string.Join(", ", runs.Tags.Select(Quote))}]"
            : $"  push:\n    branches: [{(runs.Branches.IsEmpty ? "main" : string.Join(", ", runs.Branches.Select(Quote)))}]";
        var environment = runs.Environments.IsEmpty ? "" : $"    environment: {Quote(runs.Environments[0])}\n";
        return $"name: deploy\non:\n{when}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n{environment}    permissions:\n      id-token: write\n      contents: read\n    steps:\n      - uses: actions/checkout@v4\n{last.TrimEnd('\n')}";
    }

    private static string GitLab(Job job, string last)
    {
        var runs = job.Input.Runs;
        var (variable, name) = runs.Branches.IsEmpty && !runs.Tags.IsEmpty ? ("CI_COMMIT_TAG", runs.Tags[0]) : ("CI_COMMIT_BRANCH", runs.Branches.IsEmpty ? "main" : runs.Branches[0]);
        return $"deploy:\n  rules:\n    - if: '${variable} == \"{name.Replace("'", "''", StringComparison.Ordinal)}\"'\n  id_tokens:\n    GITLAB_OIDC_TOKEN:\n      aud: {job.Trust.Audience}\n{last}";
    }

    private static string Bitbucket(Job job, string script) =>
        $"pipelines:\n  branches:\n    main:\n      - step:\n          name: deploy\n{(job.Input.Runs.Environments.IsEmpty ? "" : "          deployment: ENVIRONMENT\n")}          oidc: true\n          script:\n{script}";

    private static string CircleCi(Job job, string orbs, string last)
    {
        var runs = job.Input.Runs;
        var filter = runs.Branches.IsEmpty && !runs.Tags.IsEmpty ? $"tags: {{ only: {Quote(runs.Tags[0])} }}, branches: {{ ignore: /.*/ }}" : $"branches: {{ only: {Quote(runs.Branches.IsEmpty ? "main" : runs.Branches[0])} }}";
        return $"version: 2.1\n{orbs}jobs:\n  deploy:\n    docker: [{{ image: cimg/node:22.12 }}]\n{last}\nworkflows:\n  deploy:\n    jobs:\n      - deploy: {{ filters: {{ {filter} }} }}";
    }

    private static string Quote(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.') && char.IsAsciiLetter(name[0]) ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Exports(IEnumerable<string> variables) => string.Concat(variables.Select(line => $"            - export {line}\n"));

    private static string Indent(IReadOnlyCollection<string> lines, string by, string title) => lines.Count == 0 ? "" : $"{by}{title}\n{string.Concat(lines.Select(line => $"{by}  {line}\n"))}";

    /// <summary>A job, and what it runs.</summary>
    private sealed record Job(RoleInput Input, RoleRights Rights, CiTrust Trust, string Arn)
    {
        public string Region => Rights.Facts.Region ?? "YOUR-REGION";

        /// <summary>Gets the command that deploys, as people call the tool.</summary>
        public string Command => Rights.Tool switch
        {
            "serverless" or "serverless-4" => $"npx serverless deploy{Stage}",
            "cdk" => "npx cdk deploy --all --require-approval never",
            "amplify" => "npx ampx pipeline-deploy --branch main --app-id APP-ID",
            "sst" or RoleRights.Sst2 => $"npx sst deploy{Stage}",
            "sam" => "sam deploy",
            _ => $"aws cloudformation deploy --template-file template.yaml --stack-name {Rights.Facts.StackName ?? "STACK"}",
        };

        public string WithLanyard => Input.Generate.Options.Stage is { } stage ? $"lanyard exec --stage {stage} -- {Command}" : $"lanyard exec -- {Command}";

        private string Stage => Input.Generate.Options.Stage is { } stage ? $" --stage {stage}" : "";

        // A stage brings role and Region with it.
        public IReadOnlyCollection<string> Variables(string separator, bool quoted) => Input.Generate.Options.Stage is not null ? []
            : [$"AWS_ROLE_ARN{separator}{Text(Arn, quoted)}", $"AWS_REGION{separator}{Text(Region, quoted)}"];

        private static string Text(string value, bool quoted) => quoted ? $"\"{value}\"" : value;
    }
}
