using System.Text;

namespace Lanyard.Tests.Policy.Documents;

/// <summary>Makes documents of every form that the grammar knows, as a person might have typed them.</summary>
internal static class DocumentGenerator
{
    private static readonly string[] Texts = ["*", "s3:Get*", "arn:aws:s3:::b/${aws:username}", "é\\n\\u00e9", "a\\\"b\\\\c", "", "😀", "<&>'"];
    private static readonly string[] Operators = ["StringEquals", "ForAllValues:StringLike", "NumericLessThanIfExists", "Null", "Bool", "ForAnyValue:ArnNotLike"];

    public static string Json(Random random)
    {
        var members = new List<string> { Member("Statement", random.Next(4) == 0 ? Statement(random) : List(random, 0, 4, Statement)) };
        Maybe(random, members, () => Member("Version", random.Next(2) == 0 ? "\"2012-10-17\"" : "\"2008-10-17\""));
        Maybe(random, members, () => Member("Id", Quoted(random)));
        return Object(random, members);
    }

    private static string Statement(Random random)
    {
        var members = new List<string>
        {
            Member("Effect", random.Next(2) == 0 ? "\"Allow\"" : "\"Deny\""),
            Member(random.Next(4) == 0 ? "NotAction" : "Action", OneOrMany(random, Quoted)),
        };
        Maybe(random, members, () => Member("Sid", Quoted(random)));
        Maybe(random, members, () => Member(random.Next(4) == 0 ? "NotResource" : "Resource", OneOrMany(random, Quoted)));
        Maybe(random, members, () => Member(random.Next(4) == 0 ? "NotPrincipal" : "Principal", Principal(random)));
        Maybe(random, members, () => Member("Condition", Object(random, Some(random, Operators, name => Member(name, Keys(random))))));
        return Object(random, members);
    }

    private static string Principal(Random random) => random.Next(3) == 0
        ? "\"*\""
        : Object(random, Some(random, ["AWS", "Service", "Federated", "CanonicalUser"], name => Member(name, OneOrMany(random, Quoted))));

    private static string Keys(Random random) =>
        Object(random, Some(random, ["aws:SourceIp", "s3:prefix", "aws:PrincipalTag/ü"], name => Member(name, OneOrMany(random, Value))));

    private static string Value(Random random) => random.Next(3) switch
    {
        0 => new[] { "0", "-1", "3600", "1.50", "2e3" }[random.Next(5)],
        1 => random.Next(2) == 0 ? "true" : "false",
        _ => Quoted(random),
    };

    private static string Quoted(Random random) => $"\"{Texts[random.Next(Texts.Length)]}\"";

    private static string OneOrMany(Random random, Func<Random, string> item) => random.Next(2) == 0 ? item(random) : List(random, 0, 3, item);

    private static string List(Random random, int least, int most, Func<Random, string> item) =>
        $"[{Blank(random)}{string.Join(",", Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => item(random) + Blank(random)))}]";

    private static List<string> Some(Random random, string[] names, Func<string, string> member) =>
        [.. names.Where(_ => random.Next(2) == 0).Select(member)];

    private static void Maybe(Random random, List<string> members, Func<string> member)
    {
        if (random.Next(2) == 0)
        {
            members.Insert(random.Next(members.Count + 1), member());
        }
    }

    private static string Member(string name, string value) => $"\"{name}\": {value}";

    private static string Object(Random random, List<string> members)
    {
        var text = new StringBuilder("{").Append(Blank(random));
        text.AppendJoin(",", members.Select(member => Blank(random) + member + Blank(random)));
        return text.Append('}').ToString();
    }

    private static string Blank(Random random) => new[] { "", "", " ", "\n  ", "\t", "\r\n" }[random.Next(6)];
}
