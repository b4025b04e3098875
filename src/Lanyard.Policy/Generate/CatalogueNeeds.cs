using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>Concludes from the catalogue what a type needs that no table has: the actions that are named after it.</summary>
internal static class CatalogueNeeds
{
    private static readonly (string Verb, NeedPhases Phases)[] Verbs =
    [
        ("Create", NeedPhases.Create), ("Put", NeedPhases.Create | NeedPhases.Update | NeedPhases.Rollback), ("Register", NeedPhases.Create), ("Associate", NeedPhases.Create),
        ("Enable", NeedPhases.Create), ("Get", NeedPhases.Create | NeedPhases.Read | NeedPhases.Update | NeedPhases.Delete), ("Describe", NeedPhases.Create | NeedPhases.Read | NeedPhases.Update | NeedPhases.Delete),
        ("Update", NeedPhases.Update | NeedPhases.Rollback), ("Modify", NeedPhases.Update | NeedPhases.Rollback), ("Delete", NeedPhases.Delete | NeedPhases.Rollback),
        ("Deregister", NeedPhases.Delete | NeedPhases.Rollback), ("Disassociate", NeedPhases.Delete | NeedPhases.Rollback), ("Disable", NeedPhases.Delete | NeedPhases.Rollback),
    ];

    private static readonly string[] Tagging = ["TagResource", "UntagResource", "ListTagsForResource"];

    // Where the type's second word isn't what its actions start with.
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AmazonMQ"] = "mq",
        ["ApiGatewayV2"] = "apigateway",
        ["ApplicationAutoScaling"] = "application-autoscaling",
        ["CertificateManager"] = "acm",
        ["Cognito"] = "cognito-idp",
        ["ElasticLoadBalancingV2"] = "elasticloadbalancing",
        ["EventSchemas"] = "schemas",
        ["KinesisFirehose"] = "firehose",
        ["Location"] = "geo",
        ["MSK"] = "kafka",
        ["MWAA"] = "airflow",
        ["OpenSearchService"] = "es",
        ["OpenSearchServerless"] = "aoss",
        ["Pinpoint"] = "mobiletargeting",
        ["ResourceGroups"] = "resource-groups",
        ["S3Express"] = "s3express",
        ["SSO"] = "sso",
        ["StepFunctions"] = "states",
        ["Timestream"] = "timestream",
        ["VpcLattice"] = "vpc-lattice",
        ["RedshiftServerless"] = "redshift-serverless",
        ["EMRServerless"] = "emr-serverless",
        ["AccessAnalyzer"] = "access-analyzer",
    };

    private static readonly Dictionary<string, string> PulumiModules = new(StringComparer.Ordinal)
    {
        ["appautoscaling"] = "application-autoscaling",
        ["cfg"] = "config",
        ["directoryservice"] = "ds",
        ["efs"] = "elasticfilesystem",
        ["lb"] = "elasticloadbalancing",
        ["msk"] = "kafka",
        ["mwaa"] = "airflow",
        ["opensearch"] = "es",
        ["sesv2"] = "ses",
        ["sfn"] = "states",
    };

    /// <summary>Concludes them; empty where no action is named after the type.</summary>
    public static ImmutableArray<Need> Of(TemplateResource resource, DeploymentFacts facts)
    {
        if (WordsOf(resource.Type) is not var (word, noun)
            || Catalogue.Embedded.FindService(Prefixes.GetValueOrDefault(word) ?? word.ToLowerInvariant()) is not { } service)
        {
            return [];
        }

        var named = Verbs
            .SelectMany(verb => new[] { noun, noun + "s" }.Select(n => (Action: Catalogue.Embedded.FindAction($"{service.Prefix}:{verb.Verb}{n}"), verb.Phases)))
            .Where(a => a.Action is not null)
            .ToArray();
        if (named.Length == 0)
        {
            return [];
        }

        var tags = Tagging.Select(name => (Action: Catalogue.Embedded.FindAction($"{service.Prefix}:{name}"), Phases: NeedPhases.Create | NeedPhases.Update | NeedPhases.Rollback)).Where(a => a.Action is not null);
        var who = $"{resource.LogicalId.Value} ({resource.Type}): named after the type";
        return
        [
            .. from action in facts.HasStackTags ? named.Concat(tags) : named
               from arn in ArnsOf(action.Action!, facts)
               select new Need(action.Action!.FullName, arn, action.Phases, NeedEvidence.Inferred, who) { Place = resource.LogicalId.Place },
        ];
    }

    // CloudFormation's `AWS::SQS::Queue`, Pulumi's `aws:sqs/queue:Queue`.
    private static (string Service, string Noun)? WordsOf(string type) =>
        type.Split("::") is ["AWS", { Length: > 0 } service, { Length: > 0 } noun] ? (service, noun)
        : type.Split(':', '/') is ["aws", { Length: > 0 } module, _, { Length: > 0 } name] ? (PulumiModules.GetValueOrDefault(module) ?? module, name)
        : null;

    private static IEnumerable<string> ArnsOf(CatalogueAction action, DeploymentFacts facts) => action.IsWithoutResourceTypes ? ["*"] : action.ResourceTypes
        .SelectMany(type => type.Type.ArnFormats)
        .Select(format => TemplateNeeds.Stars(Variables.Replace(format, variable => variable switch
        {
            "Partition" => facts.Partition,
            "Region" => facts.Region ?? "*",
            "Account" => facts.Account ?? "*",
            _ => "*",
        })))
        .Distinct(StringComparer.Ordinal);
}
