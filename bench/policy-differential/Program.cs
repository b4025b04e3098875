using System.Globalization;

// corpus FOLDER       the engine against tests/corpus, one line for each wrong answer; exit 1 if there is one
// fuzz SEED COUNT     the engine against the naive evaluator, on COUNT generated scenarios; exit 1 if they differ
return args switch
{
    ["corpus", string folder] => CorpusRun.Run(folder),
    ["fuzz", string seed, string count] => FuzzRun.Run(int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)),
    _ => 2,
};
