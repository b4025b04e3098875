using System.Text.Json.Nodes;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>Condition blocks and the contexts they are about.</summary>
internal sealed class ConditionGenerator(int seed)
{
    private static readonly Kind[] Kinds =
    [
        new(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
            ["aws:username", "aws:PrincipalTag/team", "s3:prefix", "aws:PrincipalTag/none"],
            ["ana", "Ana", "blue", "b*e", "a/b", "*", "", "a\nb"],
            ["ana", "ANA", "a*", "?na", "*", "blue", "b*e", "b?u*", "a/b", "", "${aws:username}", "${aws:PrincipalTag/team}", "*${aws:username}*", "${aws:PrincipalTag/none}", "${aws:PrincipalTag/none, 'ana'}", "a?b"],
            ["${*}", "b${*}e", "${$}", "${?}na"]),
        new(["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"],
            ["s3:max-keys", "aws:MultiFactorAuthAge"], ["10", "9", "10.0", "-1", "0.5", "9007199254740993", "9007199254740992"], ["10", "9", "010", "10.00", "-1", "0", "0.50", "9007199254740993"], []),
        new(["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
            ["aws:CurrentTime", "aws:EpochTime"], ["2026-11-28T10:00:00Z", "2026-11-28T10:00:00.5Z", "1795860000", "2026-11-28T12:00:00+02:00", "2026-11-27T23:59:59Z"],
            ["2026-11-28T10:00:00Z", "1795860000", "2026-11-28T11:00:00+01:00", "2026-11-28", "2026-11", "1900000000", "2026-11-28T10:00:00.500Z", "2026-11-28T10:00Z"], []),
        new(["Bool"], ["aws:SecureTransport", "aws:MultiFactorAuthPresent"], ["true", "false"], ["true", "false", "True"], []),
        new(["BinaryEquals"], ["ex:digest"], ["QUJD", "qujd", "AAEC"], ["QUJD", "AAEC", "/+8="], []),
        new(["IpAddress", "NotIpAddress"], ["aws:SourceIp"], ["203.0.113.7", "198.51.100.1", "2001:db8::1", "2001:0db8:0:0:0:0:0:2", "10.31.0.1"],
            ["203.0.113.0/24", "203.0.113.77/28", "203.0.113.7", "0.0.0.0/0", "::/0", "2001:DB8::/127", "2001:db8::1/128", "10.16.0.0/12", "198.51.100.0/31"], []),
        new(["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], ["aws:SourceArn", "aws:PrincipalArn"],
            ["arn:aws:sns:eu-west-1:111111111111:ana", "arn:aws:iam::111111111111:role/a/b", "arn:aws:sns:eu-west-1:222222222222:x:111111111111:ana"],
            ["arn:aws:sns:*:111111111111:ana", "arn:aws:sns:*:*:*", "arn:*:iam:*:111111111111:role/*", "arn:aws:sns:eu-west-1:111111111111:${aws:username}", "arn:aws:sns:eu-west-?:*:a?a", "arn:aws:iam::111111111111:role/a/b", "arn:aws:*:*:*:*:*"],
            ["arn:aws:sns:eu-west-1:111111111111:${*}"]),
    ];

    /// <summary>A key with several values, for each kind; and one that is there with none.</summary>
    private const string List = "ex:list";
    private const string Empty = "ex:empty";

    private readonly Random _random = new(~seed);
    private Kind _listKind = Kinds[0];

    public JsonObject Context()
    {
        var context = new JsonObject();
        foreach (Kind kind in Kinds)
        {
            foreach (string key in kind.Keys)
            {
                if (Chance(65) && !key.EndsWith("/none", StringComparison.Ordinal))
                {
                    context[Chance(20) ? key.ToUpperInvariant() : key] = One(kind.Asked);
                }
            }
        }

        _listKind = One(Kinds);
        if (Chance(70))
        {
            context[List] = new JsonArray([.. Enumerable.Range(0, 2 + _random.Next(2)).Select(_ => (JsonNode)One(_listKind.Asked))]);
        }

        if (Chance(50))
        {
            context[Empty] = new JsonArray();
        }

        return context;
    }

    public JsonObject Condition(bool variables)
    {
        var condition = new JsonObject();
        for (int i = Chance(75) ? 1 : 2; i > 0; i--)
        {
            bool set = Chance(30);
            Kind kind = set ? _listKind : One(Kinds);
            string name = One(kind.Operators);
            if (Chance(8))
            {
                string prefix = set ? One("ForAllValues:", "ForAnyValue:") : "";
                condition[prefix + "Null"] = new JsonObject { [Cased(Chance(30) ? List : One(kind.Keys))] = One("true", "false") };
                continue;
            }

            bool ifExists = Chance(20);
            name = (set ? One("ForAllValues:", "ForAnyValue:") : "") + name + (ifExists ? "IfExists" : "");
            var keys = new JsonObject();
            for (int k = Chance(80) ? 1 : 2; k > 0; k--)
            {
                string key = set ? (Chance(70) ? List : Chance(30) && !ifExists ? Empty : One(kind.Keys)) : Chance(95) || !ReferenceEquals(kind, _listKind) ? One(kind.Keys) : List;
                if (!keys.Any(other => string.Equals(other.Key, key, StringComparison.OrdinalIgnoreCase)))
                {
                    keys[Cased(key)] = Values(kind, variables);
                }
            }

            condition[name] = keys;
        }

        return condition;
    }

    private JsonNode Values(Kind kind, bool variables)
    {
        string Value() => variables && kind.Escaped.Length > 0 && Chance(15) ? One(kind.Escaped) : One(kind.Written);
        return Chance(60) ? Plain(Value()) : new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => (JsonNode)Value())]);
    }

    /// <summary>A text, or where it is one also as JSON writes it: a Boolean or a number.</summary>
    private JsonNode Plain(string value) => !Chance(20) ? value : value switch
    {
        "true" => true,
        "false" => false,
        "10" or "9" or "-1" or "0" => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private string Cased(string key) => Chance(15) ? key.ToLowerInvariant() : key;

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T One<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private sealed record Kind(string[] Operators, string[] Keys, string[] Asked, string[] Written, string[] Escaped);
}
