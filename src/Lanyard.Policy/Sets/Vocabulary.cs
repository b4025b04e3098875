using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Sets.Conditions;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>The patterns and conditions of both sides of a comparison, each one once, and the statements made of them.</summary>
internal sealed class Vocabulary(Catalogue catalogue)
{
    private readonly Dictionary<TextPattern, int> _constants = [];
    private readonly List<TextPattern> _constantList = [];
    private readonly Dictionary<string, int> _templates = new(StringComparer.Ordinal);
    private readonly List<ResourceTemplate> _templateList = [];
    private readonly Dictionary<string, ConditionAtom> _atoms = new(StringComparer.Ordinal);
    private readonly List<ConditionAtom> _atomList = [];
    private readonly Dictionary<string, int> _sentences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ActionRange>> _actions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TextPattern?> _actionPatterns = new(StringComparer.OrdinalIgnoreCase);
    private int _clauses;

    /// <summary>The catalogue of actions.</summary>
    public Catalogue Catalogue => catalogue;

    /// <summary>The resource patterns without variables.</summary>
    public IReadOnlyList<TextPattern> Constants => _constantList;

    /// <summary>The resource patterns with variables.</summary>
    public IReadOnlyList<ResourceTemplate> Templates => _templateList;

    /// <summary>The conditions, each at the place of its number.</summary>
    public IReadOnlyList<ConditionAtom> Atoms => _atomList;

    /// <summary>How many conditions there are.</summary>
    public int AtomCount => _atoms.Count;

    /// <summary>One more than the largest number of a literal of a <see cref="Term"/>.</summary>
    public int LiteralCount => AtomCount + (2 * _templateList.Count);

    /// <summary>How many statements there are.</summary>
    public int ClauseCount => _clauses;

    /// <summary>Reads the statements of a set of documents.</summary>
    /// <param name="set">The documents.</param>
    /// <param name="layer">The number of the set.</param>
    /// <param name="isLater">Whether it is the later side's.</param>
    public IEnumerable<Clause> Read(PolicySet set, int layer, bool isLater) =>
        set.Policies.SelectMany(policy => policy.Document.Statements.Select(statement => Read(policy, statement, layer, isLater)));

    private Clause Read(AttachedPolicy policy, Statement statement, int layer, bool isLater)
    {
        var hasVariables = policy.Document.HasVariables;
        var conditions = statement.Conditions
            .SelectMany(block => block.Tests.Select(test => AtomOf(block.Operator, test, hasVariables)))
            .DistinctBy(atom => atom.Number)
            .OrderBy(atom => atom.Number)
            .ToImmutableArray();
        var resources = statement.Resource is { } element ? Read(element, hasVariables, AttachedPolicy.ShortArnOf(policy.Kind)) : null;
        var denies = statement.Effect == Effect.Deny;
        return new Clause
        {
            Number = _clauses++,
            IsLater = isLater,
            Layer = layer,
            Denies = denies,
            Statement = statement,
            Actions = ActionSet.Of(catalogue, statement.Action, ActionsOf),
            ActionPatterns = [.. statement.Action.Values.Select(value => PatternOf(value.Value)).OfType<TextPattern>().Distinct()],
            Resources = resources,
            Conditions = conditions,
            Sentences = SentencesOf(layer, denies, resources, conditions),
        };
    }

    private ResourceTerm Read(TextListElement element, bool hasVariables, ShortArn whenShort)
    {
        var (all, malformed) = (false, false);
        var (constants, templates) = (new SortedSet<int>(), new SortedSet<int>());
        foreach (var value in element.Values)
        {
            var text = value.Value;
            var parsed = PolicyString.Parse(text, hasVariables ? ResourcePattern.AfterFifthColon(text) : int.MaxValue);
            if (text == "*")
            {
                all = true;
            }
            else if (parsed.Constant is not null)
            {
                AddConstant(constants, PatternReader.Arn(text, whenShort));
            }
            else if (parsed.IsMalformed)
            {
                malformed = true;
            }
            else if (!parsed.Pieces.Any(piece => piece.Variable is not null))
            {
                AddConstant(constants, ResourceTemplate.Expand(parsed, RequestContext.Empty));
            }
            else
            {
                // One that is no ARN matches nothing, but its complement still asks for the variable's value.
                templates.Add(TemplateOf(text, parsed));
            }
        }

        return new ResourceTerm(element.Negated, all, [.. constants], [.. templates], malformed);
    }

    private void AddConstant(SortedSet<int> into, TextPattern? pattern)
    {
        if (pattern is null)
        {
            return;
        }

        if (!_constants.TryGetValue(pattern, out var number))
        {
            _constants.Add(pattern, number = _constants.Count);
            _constantList.Add(pattern);
        }

        into.Add(number);
    }

    private int TemplateOf(string text, PolicyString parsed)
    {
        if (!_templates.TryGetValue(text, out var number))
        {
            _templates.Add(text, number = _templates.Count);
            _templateList.Add(new ResourceTemplate(text, parsed));
        }

        return number;
    }

    private ConditionAtom AtomOf(ConditionOperator @operator, ConditionTest test, bool hasVariables)
    {
        var meaning = ConditionAtom.MeaningOf(@operator, test, hasVariables);
        if (!_atoms.TryGetValue(meaning, out var atom))
        {
            _atoms.Add(meaning, atom = ConditionAtom.Of(_atoms.Count, meaning, @operator, test, hasVariables));
            _atomList.Add(atom);
        }

        return atom;
    }

    // A list of resources says the same as a statement for each of them; a list of exceptions doesn't.
    private ImmutableArray<int> SentencesOf(int layer, bool denies, ResourceTerm? resources, ImmutableArray<ConditionAtom> conditions)
    {
        var rest = $"{layer} {denies} {string.Join(',', conditions.Select(atom => atom.Number))} ";
        IEnumerable<string> parts = resources switch
        {
            null => ["any"],
            { Negated: true } =>
                [$"not {resources.HasAll} {resources.HasMalformed} {string.Join(',', resources.Constants)} {string.Join(',', resources.Templates)}"],
            { HasAll: true } => ["any"],
            _ => resources.Constants.Select(number => $"c{number}").Concat(resources.Templates.Select(number => $"t{number}")),
        };
        return [.. parts.Select(part => SentenceOf(rest + part)).Order()];
    }

    private int SentenceOf(string text)
    {
        if (!_sentences.TryGetValue(text, out var number))
        {
            _sentences.Add(text, number = _sentences.Count);
        }

        return number;
    }

    private IReadOnlyList<ActionRange> ActionsOf(string pattern)
    {
        if (!_actions.TryGetValue(pattern, out var found))
        {
            _actions.Add(pattern, found = catalogue.Match(pattern));
        }

        return found;
    }

    private TextPattern? PatternOf(string pattern)
    {
        if (!_actionPatterns.TryGetValue(pattern, out var found))
        {
            _actionPatterns.Add(pattern, found = PatternReader.Action(pattern));
        }

        return found;
    }
}
